//! Background work that must be restarted after a panic, because nobody would notice at once that it ended
//! (S100).

use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Pause before work is restarted: a lasting fault must fill neither the log nor the processor.
const REST: Duration = Duration::from_secs(5);

/// Runs some work until `stopped` turns true, and restarts it whenever it ends before, as after a panic. If the
/// order to stop comes during the pause, the work is started once more, so that it can finish up. Dropping this drops
/// the work.
pub(super) async fn supervise<F>(
    what: &'static str,
    mut stopped: watch::Receiver<bool>,
    begin: impl Fn(watch::Receiver<bool>) -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    loop {
        let mut work = JoinSet::new();
        work.spawn(begin(stopped.clone()));
        let ended = work.join_next().await;

        // The error itself isn't logged: it holds the panic message, which may hold what a person typed (S102).
        let panicked = matches!(&ended, Some(Err(error)) if error.is_panic());
        let told_to = *stopped.borrow();
        if panicked || !told_to {
            tracing::error!(what, panicked, told_to, "work in the background ended");
        }

        if told_to {
            return;
        }

        tokio::select! {
            () = tokio::time::sleep(REST) => {}
            heard = stopped.wait_for(|stop| *stop) => if heard.is_err() { return },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LogFormat;
    use crate::log::tests::Captured;
    use tokio::sync::mpsc;
    use tokio::task::JoinHandle;
    use tokio::time::Instant;

    /// Work that panics the first `times` times, then waits for the order to stop. It reports the time of each
    /// start and stop.
    struct Fragile {
        stop: watch::Sender<bool>,
        begun: mpsc::UnboundedReceiver<Instant>,
        finished: mpsc::UnboundedReceiver<Instant>,
        supervised: JoinHandle<()>,
    }

    impl Fragile {
        fn begin(times: usize) -> Self {
            let (stop, stopped) = watch::channel(false);
            let (say_begun, begun) = mpsc::unbounded_channel();
            let (say_finished, finished) = mpsc::unbounded_channel();
            let count = std::sync::atomic::AtomicUsize::new(0);
            let work = move |mut stopped: watch::Receiver<bool>| {
                let say_begun = say_begun.clone();
                let say_finished = say_finished.clone();
                let nth = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);

                async move {
                    say_begun.send(Instant::now()).expect("the test listens");
                    assert!(nth >= times, "canary");
                    stopped
                        .wait_for(|stop| *stop)
                        .await
                        .expect("somebody can give the order");
                    say_finished.send(Instant::now()).expect("the test listens");
                }
            };

            Self {
                stop,
                begun,
                finished,
                supervised: tokio::spawn(supervise("mail", stopped, work)),
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn s100_work_that_panics_is_begun_again_after_a_rest_and_ends_calmly() {
        let (captured, _guard) = Captured::start("info", LogFormat::Text);
        let mut work = Fragile::begin(2);
        let first = work.begun.recv().await.expect("begun");
        let second = work.begun.recv().await.expect("begun again");
        let third = work.begun.recv().await.expect("and again");

        assert_eq!((second - first, third - second), (REST, REST));
        work.stop.send(true).expect("it listens");
        work.supervised.await.expect("it ends without a panic");
        assert!(work.finished.try_recv().is_ok(), "to its own end");
        assert!(work.begun.try_recv().is_err(), "and isn't begun again");
        let log = captured.text();
        assert_eq!(
            log.matches("work in the background ended").count(),
            2,
            "{log}"
        );
        assert!(log.contains("mail") && !log.contains("canary"), "{log}");
    }

    #[tokio::test(start_paused = true)]
    async fn s100_told_to_stop_while_it_rests_it_does_its_last_things_at_once() {
        let mut work = Fragile::begin(1);
        let first = work.begun.recv().await.expect("begun");
        tokio::time::advance(REST / 2).await;
        work.stop.send(true).expect("it listens");
        work.supervised.await.expect("it ends without a panic");
        assert_eq!(
            work.finished.try_recv().expect("its last things") - first,
            REST / 2
        );
    }

    #[tokio::test(start_paused = true)]
    async fn s100_work_ends_with_whoever_looks_after_it() {
        let mut work = Fragile::begin(0);
        work.begun.recv().await.expect("begun");
        work.supervised.abort();
        assert!(work.supervised.await.expect_err("ended").is_cancelled());
        assert!(
            work.finished.recv().await.is_none(),
            "dropped, with what it would have said"
        );
    }
}
