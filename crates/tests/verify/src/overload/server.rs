//! The released server with people in its database, and little memory.

use crate::started::Started;
use regain_testkit::World;
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use std::path::Path;
use tempfile::TempDir;

/// The server's limit on data, in bytes: beyond it, the process ends.
pub(super) const MEMORY: u64 = 512 * 1024 * 1024;

/// The server, and the people who may sign in.
pub(super) struct Server {
    pub(super) started: Started,
    /// Devices that sign in with the password alone: the person, and the cookie.
    pub(super) devices: Vec<Device>,
    _directory: TempDir,
}

/// A remembered browser, in which somebody has signed in fully before.
#[derive(Clone)]
pub(super) struct Device {
    pub(super) user_name: String,
    pub(super) password: String,
    pub(super) cookie: String,
}

impl Server {
    /// Enrols people, makes this many of their devices known, and serves the result within
    /// [`MEMORY`].
    pub(super) async fn start(program: &Path, devices: usize) -> Result<Self, String> {
        let directory = tempfile::tempdir().map_err(|error| error.to_string())?;
        let devices = people(devices, directory.path()).await?;
        let mut started = Started::begin(program, directory.path())?;
        let limit = Rlimit {
            current: Some(MEMORY),
            maximum: Some(MEMORY),
        };
        let process = Pid::from_child(started.process());
        prlimit(Some(process), Resource::Data, limit).map_err(|error| error.to_string())?;
        started.ready().await?;
        Ok(Self {
            started,
            devices,
            _directory: directory,
        })
    }
}

async fn people(devices: usize, directory: &Path) -> Result<Vec<Device>, String> {
    let world = World::strict().await;
    let mut known = Vec::new();
    for nth in 0..devices {
        let person = [world.anna(), world.bert()][nth % 2].clone();
        let browser = world.browser();
        world.sign_in_remembered(&browser, &person).await;
        let cookie = browser
            .cookie("device")
            .ok_or("the device isn't known")?
            .value;
        known.push(Device {
            user_name: person.user_name,
            password: person.password,
            cookie,
        });
    }
    world.deliver().await;
    world
        .leave_in(directory)
        .await
        .map_err(|error| error.to_string())?;
    Ok(known)
}
