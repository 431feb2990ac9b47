use super::*;
use crate::OsRandomness;
use std::sync::mpsc;
use tokio::task::{JoinHandle, yield_now};

fn hasher(threads: usize) -> Arc<Hasher> {
    let cheap = HashingCost {
        memory_kib: 8,
        passes: 1,
    };
    let hasher = Hasher::with_any_cost(
        KeyRing::one(1, [7; 32].into()),
        cheap,
        threads,
        &OsRandomness,
    );
    Arc::new(hasher.expect("a hasher"))
}

/// Work that lasts until its sender is dropped.
fn holds(hasher: &Arc<Hasher>) -> (JoinHandle<Outcome<()>>, mpsc::Sender<()>) {
    let (release, held) = mpsc::channel::<()>();
    let hasher = Arc::clone(hasher);
    let work = async move {
        hasher
            .run(hasher.place()?, move |_| {
                held.recv().ok();
                Ok(())
            })
            .await
    };
    (tokio::spawn(work), release)
}

async fn at_once(hasher: &Hasher) -> Outcome<()> {
    hasher.run(hasher.place()?, |_| Ok(())).await
}

fn waits(hasher: &Arc<Hasher>) -> JoinHandle<Outcome<()>> {
    let hasher = Arc::clone(hasher);
    tokio::spawn(async move { at_once(&hasher).await })
}

fn is_busy(outcome: &Outcome<()>) -> bool {
    matches!(outcome, Err(Failure::Refused(Refusal::Busy)))
}

async fn until_free(semaphore: &Semaphore, permits: usize) {
    while semaphore.available_permits() != permits {
        yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn s97_the_queue_is_bounded_in_length_and_time_and_empties_again() {
    let hasher = hasher(1);
    let (working, release) = holds(&hasher);
    until_free(&hasher.threads, 0).await;
    let waiting: Vec<_> = (0..QUEUE).map(|_| waits(&hasher)).collect();
    until_free(&hasher.places, 0).await;
    assert!(
        is_busy(&at_once(&hasher).await),
        "one more than may wait is told at once"
    );

    tokio::time::advance(WAIT).await;
    for outcome in waiting {
        assert!(
            is_busy(&outcome.await.expect("no panic")),
            "nobody waits longer"
        );
    }
    drop(release);
    assert!(working.await.expect("no panic").is_ok());
    assert!(at_once(&hasher).await.is_ok(), "and then it goes on");
    until_free(&hasher.places, 1 + QUEUE).await;
}

#[tokio::test]
async fn s97_no_more_hash_at_once_than_there_are_threads() {
    let hasher = hasher(2);
    let (first, one) = holds(&hasher);
    let (second, other) = holds(&hasher);
    until_free(&hasher.threads, 0).await;
    let third = waits(&hasher);
    until_free(&hasher.places, QUEUE - 1).await;
    assert!(!third.is_finished());
    drop(one);
    assert!(third.await.expect("no panic").is_ok());
    drop(other);
    assert!(first.await.expect("no panic").is_ok() && second.await.expect("no panic").is_ok());
    let kept = hasher.engine.memory.lock().expect("no panic").len();
    assert!(
        kept <= 2,
        "memory for as many hashes as run at once: {kept}"
    );
}

#[test]
fn s32_only_a_hash_whose_cost_and_version_are_written_down_and_can_be_paid_is_compared_with() {
    let hasher = Hasher::new(
        KeyRing::one(1, [7; 32].into()),
        HashingCost::FLOOR,
        NonZeroUsize::MIN,
        &OsRandomness,
    )
    .expect("the floor is enough");
    let salt = "MDEyMzQ1Njc4OWFiY2RlZg";
    let tag = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    let reads = |head: &str| hasher.reads(&PasswordHash::from_phc(format!("{head}${salt}${tag}")));
    assert!(hasher.reads(&hasher.dummy), "our own");
    assert!(reads("$argon2id$v=19$m=19456,t=2,p=1"));
    for head in [
        "$argon2id",
        "$argon2id$v=19",
        "$argon2id$v=16$m=19456,t=2,p=1",
        "$argon2id$m=19456,t=2,p=1",
        "$argon2id$v=19$t=2,p=1",
        "$argon2i$v=19$m=19456,t=2,p=1",
        "$argon2id$v=19$m=4194304,t=2,p=1",
        "$argon2id$v=19$m=19456,t=99,p=1",
    ] {
        assert!(!reads(head), "{head}");
    }
}

#[tokio::test]
async fn s33_a_hash_is_compared_with_the_pepper_that_it_names_and_new_ones_name_the_newest() {
    let cheap = HashingCost {
        memory_kib: 8,
        passes: 1,
    };
    let hasher = |keys: &[u8]| {
        let ring = KeyRing::of(
            keys.iter()
                .map(|key| (u32::from(*key), [*key; 32].into()))
                .collect(),
        )
        .expect("keys");
        Hasher::with_any_cost(ring, cheap, 1, &OsRandomness).expect("a hasher")
    };
    let first = hasher(&[1]);
    let both = hasher(&[1, 2]);
    let second = hasher(&[2]);
    let old = first.hash(b"secret", [7; 16]).await.expect("a thread");
    let new = both.hash(b"secret", [7; 16]).await.expect("a thread");
    let found = async |hasher: &Hasher, hash: &PasswordHash| {
        let verdict = hasher
            .verify(b"secret", Some(hash))
            .await
            .expect("a thread");
        (verdict.matches, verdict.outdated)
    };
    assert_eq!(found(&first, &old).await, (true, false));
    assert_eq!(found(&both, &old).await, (true, true), "to be hashed anew");
    assert_eq!(found(&both, &new).await, (true, false));
    assert_eq!(
        found(&second, &new).await,
        (true, false),
        "the older one isn't needed any more"
    );
    assert!(
        !found(&second, &old).await.0,
        "without its key it is worth nothing (S33)"
    );
    for (hash, id) in [(&old, 1), (&new, 2)] {
        assert!(
            hash.phc().contains(&Hasher::parameter_of(id)),
            "{}",
            hash.phc()
        );
    }
}
