//! Compiles the migrations in again when one changes.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
