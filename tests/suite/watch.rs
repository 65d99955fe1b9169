//! `check --watch`: a save is noticed however an editor writes it, and what it brings is told.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::commands::{groundup, repository};

const STEEL: &str = "kind: material\nid: steel\nunit: kg\norigin: raw\n";
const TABLE: &str = "kind: plan\nid: table\nlicense: CERN-OHL-S-2.0\nbom:\n  - {item: steel, quantity: 10 kg}\n";

/// A running check, and the lines that it has told; it is stopped in the end, however that comes.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(folder: &str) -> Self {
        let mut child = groundup(&["check", folder, "--watch"]).stdout(Stdio::piped()).spawn().expect("it runs");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let (send, lines) = channel();
        std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        Self { child, lines }
    }

    /// All lines up to one that is as told; what the whole repository says may come after what a save touches.
    fn until(&self, what: &str, is_it: impl Fn(&str) -> bool) -> String {
        let mut text = String::new();
        loop {
            let line =
                self.lines.recv_timeout(Duration::from_secs(60)).unwrap_or_else(|_| panic!("no {what} in {text}"));
            text += &format!("{line}\n");
            if is_it(&line) {
                return text;
            }
        }
    }

    fn until_fine(&self) {
        self.until("end of the errors", |line| line.contains("watching") && !line.contains("error"));
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn saves_are_noticed_however_they_are_written() {
    let root = repository(&[("materials/steel.yaml", STEEL), ("plans/table/plan.yaml", TABLE)]);
    let at = |path: &str| root.path().join(path);
    let watching = Watching::start(&root.path().to_string_lossy());
    watching.until_fine();
    // In place.
    fs::write(at("plans/table/plan.yaml"), TABLE.replace("steel", "stele")).expect("a file");
    let told = watching.until("summary", |line| line.contains("watching"));
    assert!(told.contains("there is no item `stele`") && told.contains("did you mean `steel`?"), "{told}");
    assert!(told.contains("checked plans/table/plan.yaml\n") && told.contains("1 error"), "{told}");
    // Beside it, and put in its place.
    fs::write(at("plans/table/.plan.yaml.swp"), TABLE).expect("a file");
    fs::rename(at("plans/table/.plan.yaml.swp"), at("plans/table/plan.yaml")).expect("it moves");
    watching.until_fine();
    // The material of an untouched plan goes, and comes back under another name of its file.
    fs::rename(at("materials/steel.yaml"), at(".kept")).expect("it moves");
    watching.until("missing material", |line| line.contains("watching") && line.contains("1 error"));
    fs::rename(at(".kept"), at("materials/metals.yaml")).expect("it moves");
    watching.until_fine();
    // A folder that is new, with a file in it.
    fs::create_dir_all(at("plans/chair")).expect("a folder");
    fs::write(at("plans/chair/plan.yaml"), TABLE.replace("table", "chair").replace("steel", "sttel")).expect("a file");
    watching.until("finding in the new folder", |line| line.contains("no item `sttel`"));
}
