//! `serve` after saves: what it shows is what `site` writes of the repository as it is, whatever it kept from before.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use tempfile::TempDir;

use crate::commands::{groundup, repository};

const MATERIALS: &str = "kind: material\nid: ore\nunit: kg\norigin: raw\n---\nkind: material\nid: steel\nunit: kg\nprice: 2 USD/kg\n---\n\
    kind: material\nid: bolt\nunit: ea\nmass: 0.1 kg\norigin: bought\n---\nkind: material\nid: paint\nunit: kg\norigin: bought\n";

const SMELT: &str = "kind: process\nid: smelt\ninputs: [{item: ore, quantity: 2 kg}]\noutputs: [{item: steel, quantity: 1 kg}]\n\
    operations: [{capability: smelting, time: 1 h}]\n";

const CAPABILITIES: &str = "kind: capability\nid: smelting\n---\nkind: capability\nid: welding\n\
    parameters: {thickness: {unit: mm, fits: at-most}}\n---\nkind: capability\nid: drilling\n";

const PLACES: &str = "kind: facility\nid: works\nequipment: [{id: mig, provides: [{capability: welding, envelope: {thickness: 6 mm}}]}]\n\
    resources: [{item: ore}]\nimports: listed\nimport-list: [bolt, steel]\n---\n\
    kind: facility\nid: yard\nimports: none\nresources: [{item: ore}]\n";

fn frame(id: &str, kg: u32, thickness_mm: u32, more: &str) -> String {
    format!(
        "kind: plan\nid: {id}\ntitle: The {id}\nlicense: CERN-OHL-S-2.0\ninstructions: build.md\nbom:\n\
         \x20 - {{item: steel, quantity: {kg} kg}}\n{more}\
         operations: [{{capability: welding, envelope: {{thickness: {thickness_mm} mm}}, time: 1 h}}]\n"
    )
}

fn files() -> Vec<(&'static str, String)> {
    let steps = "# Build\n\n## Weld\n\nTake [steel](item:steel) and weld.\n".to_owned();
    let part = "  - part: leg\n    quantity: 2 ea\n    from: [{item: steel, quantity: 1 kg}]\n";
    let drill = "  - {item: bolt, quantity: 3 ea}\nprovides: [{capability: drilling}]\n";
    vec![
        ("materials/all.yaml", MATERIALS.to_owned()),
        ("processes/smelt.yaml", SMELT.to_owned()),
        ("capabilities/all.yaml", CAPABILITIES.to_owned()),
        ("facilities/all.yaml", PLACES.to_owned()),
        (
            "plans/bench/plan.yaml",
            frame("bench", 12, 8, "  - {item: bolt, quantity: 4 ea}\n  - {item: paint, quantity: 1 kg}\n"),
        ),
        ("plans/bench/build.md", steps.clone()),
        ("plans/drill/plan.yaml", frame("drill", 30, 5, drill)),
        ("plans/drill/build.md", steps.clone()),
        ("plans/gate/plan.yaml", frame("gate", 9, 20, part)),
        ("plans/gate/build.md", steps.clone()),
        (
            "plans/shed/plan.yaml",
            frame("shed", 80, 4, "  - {item: gate, quantity: 1 ea}\n  - {item: paint, quantity: 2 kg}\n"),
        ),
        ("plans/shed/build.md", steps),
    ]
}

/// A running server; it is stopped in the end, however that comes.
struct Serving {
    child: Child,
    address: String,
    events: BufReader<TcpStream>,
}

impl Serving {
    fn start(root: &Path) -> Self {
        let root = root.to_string_lossy();
        let mut child = groundup(&["serve", &root, "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("an address");
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        let mut events = TcpStream::connect(&address).expect("a connection");
        write!(events, "GET /__groundup/events HTTP/1.1\r\nHost: {address}\r\n\r\n").expect("a request");
        let mut serving = Self { child, address, events: BufReader::new(events) };
        serving.until("retry:");
        serving
    }

    fn until(&mut self, what: &str) {
        let mut line = String::new();
        while !line.contains(what) {
            line.clear();
            assert!(self.events.read_line(&mut line).expect("an event") > 0, "no {what}");
        }
    }

    /// What stands at a path, without what is added for those who watch.
    fn page(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        write!(stream, "GET /{path} HTTP/1.0\r\nHost: {}\r\n\r\n", self.address).expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, page) = answer.split_once("\r\n\r\n").expect("a page");
        assert!(head.lines().next().is_some_and(|line| line.contains(" 200 ")), "{path}: {head}");
        let added = "<link rel=\"stylesheet\" href=\"/__groundup/bar.css\">\n<script src=\"/__groundup/live.js\" defer></script>\n";
        let page = page.replace(added, "").replace("connect-src 'self'; ", "");
        match page.split_once("<aside id=\"groundup-findings\"") {
            Some((before, rest)) => before.to_owned() + rest.split_once("</aside>\n").expect("its end").1,
            None => page,
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn pages_in(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let is_text = path.extension().is_some_and(|it| it == "html" || it == "js");
        match path.is_dir() {
            true => pages_in(&path, found),
            // What is served has no size before it is asked for.
            false if is_text && !path.ends_with("data.html") => found.push(path),
            false => {}
        }
    }
}

/// Whether all that is served stands in a site that is written now; tells the first page that differs.
fn difference(serving: &Serving, root: &Path) -> Option<String> {
    let output = TempDir::new().expect("a folder");
    let (root, folder) = (root.to_string_lossy(), output.path().to_string_lossy());
    let written = groundup(&["site", &root, "-o", &folder]).output().expect("it runs");
    assert_ne!(written.status.code(), Some(2), "{}", String::from_utf8_lossy(&written.stderr));
    let mut pages = Vec::new();
    pages_in(output.path(), &mut pages);
    assert!(pages.len() > 15, "{pages:?}");
    pages.sort();
    pages.iter().find_map(|page| {
        let path = page.strip_prefix(output.path()).expect("inside").to_string_lossy().replace('\\', "/");
        let (served, written) = (serving.page(&path), fs::read_to_string(page).expect("a page"));
        let line = || served.lines().zip(written.lines()).find(|(served, written)| served != written);
        (served != written).then(|| format!("{path}: {:?}", line()))
    })
}

#[test]
fn what_is_served_after_a_save_is_what_the_site_has() {
    let files = files();
    let all: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let repository = repository(&all);
    let root = repository.path();
    let mut serving = Serving::start(root);
    assert_eq!(difference(&serving, root), None);
    let saves = [
        // The first plan that needs bolts, and that needs steel in that thickness, needs them no more.
        ("plans/bench/plan.yaml", frame("bench", 14, 3, "  - {item: paint, quantity: 1 kg}\n")),
        // It is called something else, and no more.
        (
            "plans/bench/plan.yaml",
            frame("bench", 14, 3, "  - {item: paint, quantity: 1 kg}\n").replace("The bench", "The good bench"),
        ),
        // Another takes what this one makes.
        (
            "plans/gate/plan.yaml",
            frame("gate", 9, 5, "  - part: leg\n    quantity: 5 ea\n    from: [{item: steel, quantity: 1 kg}]\n"),
        ),
        // Instructions alone.
        (
            "plans/shed/build.md",
            "# Build\n\n## Tools\n\nA torch.\n\n## Weld\n\nTake [steel](item:steel) and weld.\n".to_owned(),
        ),
        // A machine: what places can do rests on it.
        ("plans/drill/plan.yaml", frame("drill", 31, 9, "provides: [{capability: drilling}]\n")),
    ];
    for (path, text) in saves {
        fs::write(root.join(path), text).expect("a file");
        serving.until("event: change");
        assert_eq!(difference(&serving, root), None, "after {path}");
    }
}
