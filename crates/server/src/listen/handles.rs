//! The number of connections for which this process has file handles.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Handles for everything but connections: the files of the database and of the site, mail being sent, the log.
/// About 100 at most, doubled for safety.
const BESIDE: u64 = 256;

/// The number of connections wanted, or fewer if handles must be left for everything else. Raises the soft limit
/// first: on many systems it is low, and a process may raise it itself.
pub(super) fn for_connections(wanted: usize) -> usize {
    let needed = BESIDE.saturating_add(wanted as u64);
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let raised = maximum.map_or(needed, |maximum| maximum.min(needed));
    if current.is_some_and(|current| current < raised)
        && let Err(error) = setrlimit(
            Resource::Nofile,
            Rlimit {
                current: Some(raised),
                maximum,
            },
        )
    {
        tracing::debug!(%error, "the limit of open files stays as it is");
    }

    let room = within(getrlimit(Resource::Nofile).current, wanted);
    if room < wanted {
        tracing::warn!(
            room,
            wanted,
            "few files may be open (RLIMIT_NOFILE): so many connections are taken at a time"
        );
    }

    room
}

/// If handles don't even suffice for everything else, connections get half.
fn within(handles: Option<u64>, wanted: usize) -> usize {
    let Some(handles) = handles else {
        return wanted;
    };

    let spare = handles.saturating_sub(BESIDE).max(handles / 2).max(1);
    usize::try_from(spare).unwrap_or(usize::MAX).min(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s94_connections_leave_handles_for_database_and_mail() {
        assert_eq!(within(None, 2048), 2048);
        assert_eq!(within(Some(1 << 20), 2048), 2048);
        assert_eq!(within(Some(1024), 2048), 768, "the usual limit");
        assert_eq!(within(Some(256), 2048), 128);
        assert_eq!(within(Some(0), 2048), 1);
    }

    #[test]
    fn s94_a_low_limit_is_raised_as_far_as_it_may_be() {
        let before = getrlimit(Resource::Nofile);
        let low = Rlimit {
            current: Some(200),
            ..before
        };
        setrlimit(Resource::Nofile, low).unwrap();
        let enough = before.maximum.is_none_or(|maximum| maximum >= BESIDE + 100);
        let room = for_connections(100);
        let raised = getrlimit(Resource::Nofile).current;
        setrlimit(Resource::Nofile, before).unwrap();

        if enough {
            assert_eq!((room, raised), (100, Some(BESIDE + 100)));
        }
    }
}
