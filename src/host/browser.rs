//! An installed browser as a printer: a folder of files becomes a PDF, offline, in a profile of its own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::bundle::Bundle;

/// Names under which the browsers that can print from the command line are installed.
const NAMES: [&str; 7] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "brave-browser",
];

/// How long a browser may take; a packet of hundreds of sheets takes seconds.
const PATIENCE: Duration = Duration::from_secs(180);

/// Where programs are looked for, and `CHROMIUM` or `BROWSER` before them.
pub fn find_browser() -> Option<PathBuf> {
    let folders: Vec<PathBuf> =
        std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    let named = ["CHROMIUM", "BROWSER"].into_iter().filter_map(std::env::var_os).map(PathBuf::from);
    // `BROWSER` is often one that opens windows, but cannot print.
    let can_print = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        ["chrom", "edge", "brave"].iter().any(|word| name.contains(word))
    };
    let names = named.filter(can_print).chain(NAMES.iter().map(PathBuf::from));
    names.into_iter().find_map(|name| {
        if name.components().count() > 1 {
            return name.is_file().then_some(name);
        }
        folders.iter().map(|folder| folder.join(&name)).find(|path| path.is_file())
    })
}

/// Prints a page of a bundle. The browser sees the bundle's files alone, and no network.
///
/// # Errors
/// Says why there is no PDF: no browser, one that fails, or one that takes too long.
pub fn print(bundle: &Bundle, page: &str) -> Result<Vec<u8>, String> {
    let Some(browser) = find_browser() else {
        return Err(
            "no browser is installed that can print: install Chromium (or Chrome, Edge, Brave), or name one in \
                    the variable CHROMIUM"
                .to_owned(),
        );
    };
    let folder = ScratchFolder::new().map_err(|error| format!("cannot make a folder for it: {error}"))?;
    for (path, content) in bundle.iter() {
        let place = folder.0.join("packet").join(path);
        let parent = place.parent().unwrap_or(&folder.0);
        let written = std::fs::create_dir_all(parent).and_then(|()| std::fs::write(&place, content));
        written.map_err(|error| format!("cannot write `{}`: {error}", place.display()))?;
    }
    let output = folder.0.join("print.pdf");
    let child = command(&browser, &folder.0, &output, page)
        .spawn()
        .map_err(|error| format!("cannot start `{}`: {error}", browser.display()))?;
    let is_good = wait(child).map_err(|reason| format!("`{}` {reason}", browser.display()))?;
    match std::fs::read(&output) {
        Ok(bytes) if bytes.starts_with(b"%PDF") => Ok(bytes),
        _ if is_good => Err(format!("`{}` wrote no PDF", browser.display())),
        _ => Err(format!("`{}` could not print it", browser.display())),
    }
}

fn command(browser: &Path, folder: &Path, output: &Path, page: &str) -> Command {
    let mut command = Command::new(browser);
    let option = |name: &str, path: &Path| {
        let mut option = std::ffi::OsString::from(name);
        option.push(path);
        option
    };
    command.args([
        "--headless",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-extensions",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--no-first-run",
        "--no-default-browser-check",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
    ]);
    if is_root(folder) {
        // Chromium refuses its sandbox to root; what it opens here is our own.
        command.arg("--no-sandbox");
    }
    command.arg(option("--user-data-dir=", &folder.join("profile")));
    command.arg(option("--print-to-pdf=", output));
    command.arg(option("file://", &folder.join("packet").join(page)));
    command.env("HOME", folder).env("XDG_CONFIG_HOME", folder).env("XDG_CACHE_HOME", folder);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Whether a folder that we made belongs to root: then we are it.
#[cfg(unix)]
fn is_root(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(folder).is_ok_and(|metadata| metadata.uid() == 0)
}

#[cfg(not(unix))]
fn is_root(_folder: &Path) -> bool {
    false
}

/// Waits for a program; tells whether it ended well.
fn wait(mut child: Child) -> Result<bool, String> {
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.success()),
            Ok(None) if start.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(50)),
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("took more than {} s, and was stopped", PATIENCE.as_secs()));
            }
            Err(error) => return Err(format!("cannot be waited for: {error}")),
        }
    }
}

/// A folder of our own for as long as we hold it.
struct ScratchFolder(PathBuf);

impl ScratchFolder {
    fn new() -> std::io::Result<Self> {
        let above = std::env::temp_dir();
        let mut number = 0_u32;
        loop {
            let folder = above.join(format!("groundup-print-{}-{number}", std::process::id()));
            match std::fs::create_dir(&folder) {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && number < 1_000 => number += 1,
                result => return result.map(|()| Self(folder)),
            }
        }
    }
}

impl Drop for ScratchFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
