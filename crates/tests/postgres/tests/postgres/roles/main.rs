//! S76: what the two roles may do, and what administrators' connections can't, whatever the code above them does.

mod administrators;
mod grants;
