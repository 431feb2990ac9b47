//! Counts connections, in total and per network, and decides which one makes room when there is none left.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::movement::Movement;
use crate::client_ip::TrustedProxies;
use regain_domain::Source;

/// Most connections per address when less than a quarter of the room is left: enough for a page, yet it takes
/// many addresses to fill the rest.
const MOST_WHERE_SCARCE: usize = 10;

/// The open connections, counted in total, per address, and per network that one customer may have (S94).
pub(super) struct Connections {
    room: Arc<Semaphore>,
    altogether: usize,
    most: usize,
    exempt: TrustedProxies,
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    counts: HashMap<Source, usize>,
    open: HashMap<u64, Open>,
    entered: u64,
}

/// A connection that may be asked to make room.
struct Open {
    source: Source,
    watched: Watched,
}

/// State shared between a connection and the count of connections.
#[derive(Clone)]
pub(super) struct Watched {
    /// The connection's latest activity.
    pub(super) movement: Movement,
    /// Tells the connection to make room for another.
    pub(super) makes_room: Arc<Notify>,
}

/// Room for one connection, not yet assigned to an address; dropping it frees the room.
pub(super) struct Room(#[expect(dead_code, reason = "held for its drop")] OwnedSemaphorePermit);

/// One connection's place; dropping it frees the place.
pub(super) struct ConnectionPlace {
    counted: Option<(Arc<Mutex<Held>>, u64, Source)>,
    watched: Watched,
}

impl Watched {
    pub(super) fn new() -> Self {
        Self {
            movement: Movement::new(),
            makes_room: Arc::new(Notify::new()),
        }
    }
}

impl ConnectionPlace {
    pub(super) fn watched(&self) -> Watched {
        self.watched.clone()
    }

    /// The connection has room: from now on it may be asked to make room for others, but never for itself.
    pub(super) fn opens(&self) {
        if let Some((held, id, source)) = &self.counted {
            lock(held).open.insert(
                *id,
                Open {
                    source: *source,
                    watched: self.watched(),
                },
            );
        }
    }
}

impl Connections {
    /// Allows this many in total, and this many per address that isn't exempt; per wider network, its
    /// [factor](regain_domain::Width) times as many.
    pub(super) fn new(altogether: usize, most: usize, exempt: TrustedProxies) -> Self {
        Self {
            room: Arc::new(Semaphore::new(altogether)),
            altogether,
            most,
            exempt,
            held: Arc::default(),
        }
    }

    /// Returns room for one more. If there is none, the longest-idle connection of whoever holds most makes room;
    /// if all are being answered, this waits.
    pub(super) async fn room(&self) -> Room {
        let permit = match Arc::clone(&self.room).try_acquire_owned() {
            Ok(permit) => Ok(permit),
            Err(_) => {
                self.end_an_idle_one();
                Arc::clone(&self.room).acquire_owned().await
            }
        };

        Room(permit.expect("the semaphore is never closed"))
    }

    fn end_an_idle_one(&self) {
        let mut held = lock(&self.held);
        let idle = held.open.iter().filter_map(|(id, open)| {
            let holds = held
                .counts
                .get(&open.source.holder())
                .copied()
                .unwrap_or_default();
            Some((*id, holds, open.watched.movement.idle_since()?))
        });
        if let Some(open) = longest_idle_of_the_largest(idle).and_then(|id| held.open.remove(&id)) {
            open.watched.makes_room.notify_one();
        }
    }

    /// Returns a place for another connection of an address, unless it has as many as it may.
    pub(super) fn enter(&self, peer: IpAddr) -> Option<ConnectionPlace> {
        let watched = Watched::new();
        if self.exempt.contains(peer) {
            return Some(ConnectionPlace {
                counted: None,
                watched,
            });
        }

        let source = Source::of(peer);
        let mut held = lock(&self.held);
        let is_scarce = self.room.available_permits() < self.altogether / 4;
        let most = if is_scarce {
            self.most.min(MOST_WHERE_SCARCE)
        } else {
            self.most
        };

        let is_full = |network: Source| {
            held.counts
                .get(&network)
                .is_some_and(|count| *count >= most * network.width().factor() as usize)
        };
        if source.networks().any(is_full) {
            return None;
        }

        for network in source.networks() {
            *held.counts.entry(network).or_default() += 1;
        }

        held.entered += 1;
        let id = held.entered;

        Some(ConnectionPlace {
            counted: Some((Arc::clone(&self.held), id, source)),
            watched,
        })
    }
}

/// Chooses the connection that makes room, from each one's id, its holder's count, and the time since when it has
/// been idle.
fn longest_idle_of_the_largest(idle: impl Iterator<Item = (u64, usize, Instant)>) -> Option<u64> {
    idle.max_by_key(|(id, holds, since)| (*holds, std::cmp::Reverse((*since, *id))))
        .map(|(id, _, _)| id)
}

impl Drop for ConnectionPlace {
    fn drop(&mut self) {
        let Some((held, id, source)) = &self.counted else {
            return;
        };

        let mut held = lock(held);
        held.open.remove(id);

        for network in source.networks() {
            if let Some(count) = held.counts.get_mut(&network) {
                *count -= 1;
                if *count == 0 {
                    held.counts.remove(&network);
                }
            }
        }
    }
}

/// Counting can't be interrupted half-way, so a panic elsewhere leaves the counts right.
fn lock(held: &Mutex<Held>) -> MutexGuard<'_, Held> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client_ip::IpRange;

    #[test]
    fn s94_places_are_counted_per_address_and_given_back() {
        let proxies = TrustedProxies::new(vec![IpRange::parse("10.0.0.1").unwrap()]);
        let connections = Connections::new(10, 2, proxies);
        let ip = |text: &str| -> IpAddr { text.parse().unwrap() };
        let first = connections.enter(ip("2001:db8::1")).unwrap();
        let _second = connections.enter(ip("2001:db8::2")).unwrap();

        assert!(
            connections.enter(ip("2001:db8::3")).is_none(),
            "the same /64"
        );
        let _other = connections.enter(ip("2001:db8:0:1::1")).unwrap();
        drop(first);
        assert!(connections.enter(ip("2001:db8::3")).is_some());
        let proxied: Vec<_> = (0..5).map(|_| connections.enter(ip("10.0.0.1"))).collect();
        assert!(
            proxied.iter().all(Option::is_some),
            "trusted proxies are exempt"
        );
        drop((proxied, _second, _other));
        let held = lock(&connections.held);
        assert!(
            held.counts.is_empty() && held.open.is_empty(),
            "nothing is kept of who was here"
        );
    }

    #[test]
    fn s94_one_customers_networks_have_not_much_more_than_one_network() {
        for (step, most) in [(1_u16, 20), (0x100, 40)] {
            let connections = Connections::new(10_000, 10, TrustedProxies::default());
            let customer = |customer: u16, nth: u16| {
                connections.enter(
                    std::net::Ipv6Addr::new(0x2001, 0xdb8, customer, nth * step, 0, 0, 0, 1).into(),
                )
            };
            let mut places: Vec<_> = (0..100).filter_map(|nth| customer(1, nth)).collect();
            assert_eq!(places.len(), most, "each from another /64");
            assert!(customer(2, 0).is_some(), "another customer");
            places.pop();
            assert!(customer(1, 200).is_some());
        }
    }

    #[test]
    fn s94_whoever_holds_most_makes_room_by_what_was_idle_for_longest() {
        let now = Instant::now();
        let since = |second: u64| now + std::time::Duration::from_secs(second);
        let chosen =
            |idle: &[(u64, usize, Instant)]| longest_idle_of_the_largest(idle.iter().copied());
        assert_eq!(chosen(&[]), None, "everybody is being answered");
        assert_eq!(
            chosen(&[
                (1, 1, since(5)),
                (2, 3, since(9)),
                (3, 3, since(7)),
                (4, 3, since(8))
            ]),
            Some(3)
        );
        assert_eq!(
            chosen(&[(2, 1, since(5)), (1, 1, since(5))]),
            Some(1),
            "of one moment the first"
        );
    }

    #[tokio::test]
    async fn s94_a_proxy_and_what_is_being_answered_make_no_room() {
        let proxies = TrustedProxies::new(vec![IpRange::parse("10.0.0.1").unwrap()]);
        let connections = Connections::new(4, 10, proxies);
        let enter = |text: &str| {
            let place = connections.enter(text.parse().unwrap()).unwrap();
            place.opens();
            place
        };
        let ends =
            async |place: &ConnectionPlace| is_ready(place.watched.makes_room.notified()).await;
        let proxy = enter("10.0.0.1");
        let busy = [enter("2001:db8:1::1"), enter("2001:db8:1:ff00::1")];
        let answering = busy
            .each_ref()
            .map(|place| place.watched().movement.answering());
        let idle = enter("2001:db8:2::1");
        let waits = connections
            .enter("2001:db8:1:1::1".parse().unwrap())
            .unwrap();

        connections.end_an_idle_one();
        assert!(
            ends(&idle).await && !ends(&waits).await,
            "nobody else is idle"
        );
        connections.end_an_idle_one();
        assert!(!ends(&idle).await, "it was asked before");
        drop(answering);
        connections.end_an_idle_one();
        assert!(ends(&busy[0]).await || ends(&busy[1]).await);
        connections.end_an_idle_one();
        connections.end_an_idle_one();
        assert!(!ends(&proxy).await);
    }

    /// Whether it is ready at once.
    async fn is_ready(future: impl Future<Output = ()>) -> bool {
        tokio::select! {
            biased;
            () = future => true,
            () = std::future::ready(()) => false,
        }
    }

    #[tokio::test]
    async fn s94_where_room_is_scarce_nobody_has_much_of_it() {
        let connections = Connections::new(100, 50, TrustedProxies::default());
        let (greedy, other): (IpAddr, IpAddr) = ([192, 0, 2, 1].into(), [192, 0, 2, 2].into());
        let mut held = Vec::new();
        for _ in 0..75 {
            held.push((connections.room().await, connections.enter(greedy)));
        }

        assert_eq!(held.iter().filter(|(_, place)| place.is_some()).count(), 50);
        let last = connections.room().await;
        assert!(connections.enter(greedy).is_none());
        let places: Vec<_> = (0..=MOST_WHERE_SCARCE)
            .map(|_| connections.enter(other))
            .collect();
        assert_eq!(
            places.iter().filter(|place| place.is_some()).count(),
            MOST_WHERE_SCARCE
        );
        drop(last);
    }
}
