//! The memory this process may use, and the number of threads that may hash passwords in it (S97).

use regain_service::HashingCost;
use rustix::process::{Resource, getrlimit};
use std::num::NonZeroUsize;
use sysinfo::{ProcessRefreshKind, ProcessesToUpdate, System, get_current_pid};

const MIB: u64 = 1024 * 1024;
/// Memory for everything but hashing, in bytes: about 50 MiB at rest, plus buffers for the greatest number of
/// clients.
const BESIDE: u64 = 96 * MIB;

/// Too little memory for even one hash.
#[derive(Debug, thiserror::Error)]
#[error(
    "a password can't be hashed in {} MiB of memory: it takes {} MiB, and everything else {} MiB. Give this process more.",
    .has / MIB,
    .hash / MIB,
    BESIDE / MIB
)]
pub struct MemoryError {
    has: u64,
    hash: u64,
}

/// Returns the number of cores, or fewer if memory doesn't suffice for as many threads.
///
/// # Errors
/// If the memory doesn't suffice for one thread.
pub fn hashing_threads(cost: HashingCost) -> Result<NonZeroUsize, MemoryError> {
    let cores = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    threads_within(limit(), cores, cost)
}

fn threads_within(
    memory: Option<u64>,
    cores: NonZeroUsize,
    cost: HashingCost,
) -> Result<NonZeroUsize, MemoryError> {
    let Some(has) = memory else { return Ok(cores) };
    let hash = u64::from(cost.memory_kib) * 1024;
    let fit = usize::try_from(has.saturating_sub(BESIDE) / hash).unwrap_or(usize::MAX);
    NonZeroUsize::new(fit)
        .map(|fit| fit.min(cores))
        .ok_or(MemoryError { has, hash })
}

/// The smallest of the machine's memory, its control group's limit and the process's own limits, in bytes; `None`
/// if the system doesn't say.
#[must_use]
pub fn limit() -> Option<u64> {
    let own = [Resource::Data, Resource::As]
        .into_iter()
        .filter_map(|resource| getrlimit(resource).current);
    own.chain(of_the_system()).filter(|bytes| *bytes > 0).min()
}

fn of_the_system() -> impl Iterator<Item = u64> {
    let read = || {
        let mut system = System::new().ok()?;
        system.refresh_memory();
        let pid = get_current_pid().ok()?;
        system.refresh_processes_specifics(
            ProcessesToUpdate::Some(&[pid]),
            false,
            ProcessRefreshKind::nothing(),
        );
        let group = system
            .process(pid)
            .and_then(sysinfo::Process::cgroup_limits)
            .map(|limits| limits.total_memory);

        Some([Some(system.total_memory()), group])
    };
    read().into_iter().flatten().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cores(count: usize) -> NonZeroUsize {
        NonZeroUsize::new(count).unwrap()
    }

    fn threads(memory: Option<u64>, count: usize) -> Option<usize> {
        threads_within(memory, cores(count), HashingCost::FLOOR)
            .ok()
            .map(NonZeroUsize::get)
    }

    #[test]
    fn s97_as_many_threads_as_cores_where_memory_allows() {
        assert_eq!(threads(Some(24 * 1024 * MIB), 2), Some(2));
        assert_eq!(threads(Some(512 * MIB), 64), Some(21));
        assert_eq!(threads(Some(BESIDE + 19 * MIB), 64), Some(1));
        assert_eq!(
            threads(None, 64),
            Some(64),
            "where nothing is known, the cores decide"
        );
    }

    #[test]
    fn s97_too_little_memory_for_one_hash_is_said_before_anything_is_served() {
        for has in [0, BESIDE, BESIDE + 19 * MIB - 1] {
            assert_eq!(threads(Some(has), 2), None, "{has}");
        }

        let error = threads_within(Some(100 * MIB), cores(2), HashingCost::FLOOR)
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "a password can't be hashed in 100 MiB of memory: it takes 19 MiB, and everything else 96 MiB. \
             Give this process more."
        );
    }

    #[test]
    fn this_machine_tells_how_much_there_is() {
        assert!(limit().is_none_or(|bytes| bytes > BESIDE), "{:?}", limit());
    }
}
