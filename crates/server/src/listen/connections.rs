//! How many connections there are, and how many each address has.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::client_ip::TrustedProxies;
use regain_domain::Source;

/// How many connections one address may have where less than a quarter of the room is left: what a page needs, and as many
/// addresses as it takes to fill the rest.
const MOST_WHERE_SCARCE: usize = 10;

/// The open connections, counted as a whole and per address (IPv6: per /64).
pub(super) struct Connections {
    room: Arc<Semaphore>,
    altogether: usize,
    most: usize,
    exempt: TrustedProxies,
    counts: Counts,
}

type Counts = Arc<Mutex<HashMap<Source, usize>>>;

/// Room for one connection, whoever's it will be; dropping it gives it back.
pub(super) struct Room(#[expect(dead_code, reason = "held for its drop")] OwnedSemaphorePermit);

/// One connection's place; dropping it gives it back.
pub(super) struct Place {
    counted: Option<(Counts, Source)>,
}

impl Connections {
    /// So many altogether, and so many of each address that isn't exempt.
    pub(super) fn new(altogether: usize, most: usize, exempt: TrustedProxies) -> Self {
        Self { room: Arc::new(Semaphore::new(altogether)), altogether, most, exempt, counts: Counts::default() }
    }

    /// Waits for room for one more.
    pub(super) async fn room(&self) -> Room {
        Room(Arc::clone(&self.room).acquire_owned().await.expect("the semaphore is never closed"))
    }

    /// A place for one more connection of an address, unless it has as many as it may.
    pub(super) fn enter(&self, peer: IpAddr) -> Option<Place> {
        if self.exempt.contains(peer) {
            return Some(Place { counted: None });
        }
        let key = Source::of(peer);
        let mut counts = lock(&self.counts);
        let count = counts.entry(key).or_default();
        let is_scarce = self.room.available_permits() < self.altogether / 4;
        if *count >= if is_scarce { self.most.min(MOST_WHERE_SCARCE) } else { self.most } {
            return None;
        }
        *count += 1;
        Some(Place { counted: Some((Arc::clone(&self.counts), key)) })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some((counts, key)) = &self.counted else { return };
        let mut counts = lock(counts);
        if let Some(count) = counts.get_mut(key) {
            *count -= 1;
            if *count == 0 {
                counts.remove(key);
            }
        }
    }
}

/// Counting can't be interrupted half-way, so a panic elsewhere leaves the counts right.
fn lock(counts: &Counts) -> MutexGuard<'_, HashMap<Source, usize>> {
    counts.lock().unwrap_or_else(PoisonError::into_inner)
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
        assert!(connections.enter(ip("2001:db8::3")).is_none(), "the same /64");
        let _other = connections.enter(ip("2001:db8:0:1::1")).unwrap();
        drop(first);
        assert!(connections.enter(ip("2001:db8::3")).is_some());
        let proxied: Vec<_> = (0..5).map(|_| connections.enter(ip("10.0.0.1"))).collect();
        assert!(proxied.iter().all(Option::is_some), "trusted proxies are exempt");
        drop((proxied, _second, _other));
        assert!(lock(&connections.counts).is_empty(), "nothing is kept of who was here");
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
        let places: Vec<_> = (0..=MOST_WHERE_SCARCE).map(|_| connections.enter(other)).collect();
        assert_eq!(places.iter().filter(|place| place.is_some()).count(), MOST_WHERE_SCARCE);
        drop(last);
    }
}
