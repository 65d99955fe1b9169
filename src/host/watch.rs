//! Watching a folder: which places changed, gathered until the disk is quiet for a moment.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// A save is over when nothing more is heard for so long: editors that write beside a file and rename do several things at once.
const QUIET: Duration = Duration::from_millis(5);

/// After so long what was heard is told, though it goes on.
const PATIENCE: Duration = Duration::from_millis(200);

/// What was noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noticed {
    /// Something changed at these places: files or folders, from the watched folder, with `/`.
    Places(BTreeSet<String>),
    /// More changed than the system could tell: anything may have.
    Anything,
}

/// A folder that is watched, with all below it.
pub struct Watcher {
    root: PathBuf,
    events: Receiver<notify::Result<Event>>,
    /// Stops when it is dropped.
    _watcher: RecommendedWatcher,
}

impl Watcher {
    /// Begins to watch; what changes from now on is told.
    ///
    /// # Errors
    /// Says why the folder cannot be watched, and what to do.
    pub fn start(root: &Path) -> Result<Self, String> {
        let failure = |error: notify::Error| match error.kind {
            ErrorKind::MaxFilesWatch => format!(
                "`{}` has more folders than this system watches for one user\n\
                 help: raise the limit, `sudo sysctl fs.inotify.max_user_watches=524288`",
                root.display()
            ),
            _ => format!("cannot watch `{}`: {error}", root.display()),
        };
        let (send, events) = channel();
        // Nobody listens any more once the watcher goes.
        let mut watcher = notify::recommended_watcher(move |event| _ = send.send(event)).map_err(failure)?;
        watcher.watch(root, RecursiveMode::Recursive).map_err(failure)?;
        Ok(Self { root: root.to_path_buf(), events, _watcher: watcher })
    }

    /// Waits until something changes, and until that is over. `None` if no more will be heard.
    pub fn wait(&self) -> Option<Noticed> {
        let mut places = BTreeSet::new();
        loop {
            let mut is_all = self.note(self.events.recv().ok()?, &mut places);
            let start = Instant::now();
            while start.elapsed() < PATIENCE {
                match self.events.recv_timeout(QUIET) {
                    Ok(event) => is_all |= self.note(event, &mut places),
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return None,
                }
            }
            if is_all {
                return Some(Noticed::Anything);
            }
            if !places.is_empty() {
                return Some(Noticed::Places(places));
            }
        }
    }

    /// Takes note of an event; says whether others were lost.
    fn note(&self, event: notify::Result<Event>, places: &mut BTreeSet<String>) -> bool {
        let Ok(event) = event else { return true };
        // Reading is no change, and we read ourselves.
        let is_read = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
            EventKind::Access(_) => true,
            _ => false,
        };
        if !is_read {
            places.extend(event.paths.iter().filter_map(|path| self.place(path)));
        }
        event.need_rescan() || (!is_read && event.paths.contains(&self.root))
    }

    /// A path from the root; `None` for what no command reads: hidden files, names that are not UTF-8.
    fn place(&self, path: &Path) -> Option<String> {
        let relative = path.strip_prefix(&self.root).ok()?;
        let mut parts = Vec::new();
        for part in relative.components() {
            let Component::Normal(part) = part else { return None };
            parts.push(part.to_str().filter(|part| !part.starts_with('.'))?);
        }
        (!parts.is_empty()).then(|| parts.join("/"))
    }
}
