//! The whole app for one thread, which runs its cases one after the other.

use regain_testkit::World;
use std::cell::RefCell;
use std::thread::LocalKey;
use tokio::runtime::{Builder, Runtime};

/// After this many cases, the stage gets a new world: their writes add up, and sessions end.
const CASES: u32 = 500;

/// A world, the target's belongings in it, and the runtime of both.
pub(crate) struct Stage<T> {
    // In the order of dropping: the world's connections need the runtime.
    kept: T,
    world: World,
    runtime: Runtime,
    cases: u32,
}

/// The place of a target's stage.
pub(crate) type Place<T> = RefCell<Option<Stage<T>>>;

/// Runs a case on this thread's stage; `set` makes the world and belongings if there are none, or
/// none any more.
pub(crate) fn on_stage<T>(
    place: &'static LocalKey<Place<T>>,
    set: impl AsyncFnOnce() -> (World, T),
    case: impl AsyncFnOnce(&World, &mut T),
) {
    place.with_borrow_mut(|place| {
        if place.as_ref().is_some_and(|stage| stage.cases >= CASES) {
            *place = None;
        }
        let stage = place.get_or_insert_with(|| {
            let runtime = Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            let (world, kept) = runtime.block_on(set());
            Stage {
                kept,
                world,
                runtime,
                cases: 0,
            }
        });
        stage.cases += 1;
        stage.runtime.block_on(case(&stage.world, &mut stage.kept));
    });
}
