//! Packets from outside: the same bytes everywhere, refused where nothing should be built, all at once, and on paper.
#![expect(clippy::unwrap_used, reason = "helpers of tests, which fail by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::commands::{groundup, repository};
use crate::views::commit;

const STOOL: &str = "kind: plan
id: stool
title: Stool
version: 1.0.0
bom:
  - {part: leg, quantity: 3 ea, from: [{item: bar, quantity: 450 mm}], operations: [{capability: sawing, time: 6 min}]}
  - {item: seat, quantity: 1 ea}
operations: [{capability: sawing, time: 1 h}]
";

const PARTS: &str =
    "{kind: material, id: bar, unit: m, mass: 2 kg/m, origin: bought, stock: {length: 6 m}, price: 3 USD/m}
---
{kind: material, id: seat, unit: ea, origin: bought, price: 5 USD}
---
{kind: capability, id: sawing, title: Sawing}
---
{kind: capability, id: welding, title: Welding}
";

const SHOP: &str = "kind: facility
id: shop
equipment: [{id: saw, provides: [{capability: sawing}], price: 100 USD, lifetime: 2000 h, floor-area: 1 m2}]
imports: any
";

/// A stool that the shop can make, a bench that has to be welded, which it cannot, and a table whose bill counts a cat.
fn shop() -> TempDir {
    let bench = STOOL
        .replace("stool", "bench")
        .replace("operations: [{capability: sawing, time: 1 h}]", "operations: [{capability: welding, time: 1 h}]");
    let table = STOOL.replace("stool", "table").replace("1.0.0\n", "1.0.0\ncat: yes\n");
    repository(&[
        ("plans/stool/plan.yaml", STOOL),
        ("plans/bench/plan.yaml", &bench),
        ("plans/table/plan.yaml", &table),
        ("materials/parts.yaml", PARTS),
        ("facilities/shop.yaml", SHOP),
    ])
}

fn run(arguments: &[&str]) -> Output {
    groundup(arguments).output().unwrap()
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn files_of(packet: &Path) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(fs::File::open(packet).unwrap()).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        files.insert(entry.name().unwrap().into_owned(), String::from_utf8_lossy(&content).into_owned());
    }
    files
}

#[test]
fn what_should_not_be_built_is_refused_or_stamped_on_every_page() {
    let folder = shop();
    let root = folder.path().to_string_lossy();
    for (plan, why) in [("bench", "welding"), ("table", "cat")] {
        let zip = folder.path().join(format!("out/{plan}.zip"));
        let mut arguments = vec!["packet", plan, &root, "--at", "shop", "-o", zip.to_str().unwrap()];
        let refused = run(&arguments);
        assert_eq!(refused.status.code(), Some(1), "{plan}: {}", told(&refused));
        assert!(told(&refused).contains(why) && !zip.exists(), "{}", told(&refused));
        arguments.push("--force");
        let forced = run(&arguments);
        assert_eq!(forced.status.code(), Some(0), "{}", told(&forced));
        let files = files_of(&zip);
        for (path, page) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
            let sheets = page.matches("<article").count();
            assert!(page.matches("class=\"stamp\">Not released").count() >= sheets && sheets > 0, "{plan}: {path}");
        }
        // Tables say so in each row, drawings across them, and data under a key.
        for (path, table) in files.iter().filter(|(path, _)| path.ends_with(".csv")) {
            let rows: Vec<&str> = table.lines().collect();
            assert!(rows[0].ends_with(",forced"), "{plan}: {path}");
            assert!(rows[1..].iter().all(|row| row.ends_with("do not build from this")), "{plan}: {path}: {table}");
        }
        for (path, drawing) in files.iter().filter(|(path, _)| path.starts_with("cut/") || *path == "make-buy.svg") {
            assert!(drawing.contains("NOT RELEASED"), "{plan}: {path}");
        }
        for path in ["plan.json", "resolution.json", "local.json"] {
            assert!(files[path].contains("\"forced\": ["), "{plan}: {path}");
        }
        let manifest: serde_json::Value = serde_json::from_str(&files["MANIFEST.json"]).unwrap();
        assert!(manifest["forced"][0].as_str().unwrap().contains(why), "{manifest}");
        assert!(files["NOT-RELEASED.txt"].contains(why));
        let verified = run(&["verify", zip.to_str().unwrap()]);
        assert!(verified.status.success() && told(&verified).contains("not released"), "{}", told(&verified));
    }
    let zip = folder.path().join("stool.zip");
    assert!(run(&["packet", "stool", &root, "--at", "shop", "-o", zip.to_str().unwrap()]).status.success());
    let files = files_of(&zip);
    assert!(!files.contains_key("NOT-RELEASED.txt") && !files["index.html"].contains("Not released"));
    assert!(files["cut-list.csv"].starts_with("material,") && !files["cut-list.csv"].contains("forced"));
    // On letter paper, its pages say so.
    assert!(files["index.html"].contains("class=\"packet a4\""));
    let letter = ["packet", "stool", &root, "--at", "shop", "--paper", "letter", "-o", zip.to_str().unwrap()];
    assert!(run(&letter).status.success());
    assert!(files_of(&zip)["index.html"].contains("class=\"packet letter\""));
    // Nobody says where the figures are from, so they are estimates.
    assert!(files["travellers.html"].contains("≈") && files["index.html"].contains("≈ rests on an estimate"));
}

#[cfg(unix)]
#[test]
fn the_same_bytes_in_every_surrounding() {
    let folder = shop();
    commit(folder.path(), "Furniture");
    let elsewhere = TempDir::new().unwrap();
    let copy = elsewhere.path().join("a folder/of some/depth/ünïcode");
    fs::create_dir_all(copy.parent().unwrap()).unwrap();
    assert!(Command::new("cp").arg("-a").arg(folder.path()).arg(&copy).status().unwrap().success());
    let visiting = SHOP.replace("id: shop", "id: visitor");
    let packet = |root: &Path, facility: &Path, umask: &str, variables: &[(&str, &str)]| {
        fs::write(facility, &visiting).unwrap();
        let mut both = Vec::new();
        for at in ["shop", facility.to_str().unwrap()] {
            let zip = facility.with_extension("zip");
            let mut command = Command::new("sh");
            command.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_groundup")]);
            command.args(["packet", "stool", root.to_str().unwrap(), "--at", at, "--quantity", "3", "-o"]).arg(&zip);
            let output = command.envs(variables.iter().copied()).current_dir(root).output().unwrap();
            assert!(output.status.success(), "{}", told(&output));
            both.push(fs::read(&zip).unwrap());
        }
        both
    };
    let plain = packet(folder.path(), &elsewhere.path().join("one.yaml"), "022", &[("TZ", "UTC"), ("LC_ALL", "C")]);
    let other = packet(
        &copy,
        &elsewhere.path().join("a folder/two.yaml"),
        "077",
        &[
            ("TZ", "Pacific/Chatham"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("LANG", "de_DE"),
            ("HOME", "/"),
            ("USER", "x"),
            ("NO_COLOR", "1"),
        ],
    );
    assert!(plain == other, "packets differ with their surroundings");
}

#[test]
fn all_packets_are_made_once_and_again_only_when_something_changed() {
    let folder = shop();
    let root = folder.path().to_string_lossy().into_owned();
    fs::remove_dir_all(folder.path().join("plans/table")).unwrap();
    let second = STOOL.replace("stool", "chair").replace("Stool", "Chair");
    fs::create_dir_all(folder.path().join("plans/chair")).unwrap();
    fs::write(folder.path().join("plans/chair/plan.yaml"), &second).unwrap();
    let output = folder.path().join("packets");
    let all = |quantity: &str| {
        let result =
            run(&["packet", "--all", &root, "--at", "shop", "--quantity", quantity, "-o", output.to_str().unwrap()]);
        assert_eq!(result.status.code(), Some(0), "{}", told(&result));
        String::from_utf8_lossy(&result.stdout).lines().last().unwrap_or_default().to_owned()
    };
    let first = all("2");
    assert!(first.starts_with("2 packets made, 0 left as before, 1 blocked, 0 failed"), "{first}");
    assert!(all("2").starts_with("0 packets made, 2 left as before"));
    let chair = output.join("chair--shop.zip");
    let bytes = fs::read(&chair).unwrap();
    fs::write(&chair, &bytes[..bytes.len() - 7]).unwrap();
    assert!(all("2").starts_with("1 packet made, 1 left as before"), "a broken one is made anew");
    assert!(fs::read(&chair).unwrap() == bytes);
    assert!(all("3").starts_with("2 packets made"), "for another quantity");
    fs::write(folder.path().join("plans/chair/plan.yaml"), second.replace("1 h", "2 h")).unwrap();
    assert!(all("3").starts_with("2 packets made"), "of another state");
    let single = folder.path().join("one.zip");
    let one = run(&["packet", "chair", &root, "--at", "shop", "--quantity", "3", "-o", single.to_str().unwrap()]);
    assert!(one.status.success() && fs::read(&single).unwrap() == fs::read(&chair).unwrap(), "alone and among all");
    assert_eq!(run(&["packet", "--all", &root, "--at", "shop"]).status.code(), Some(2));
}

#[test]
fn without_a_browser_the_zip_is_there_and_the_error_says_so() {
    let folder = shop();
    let root = folder.path().to_string_lossy();
    let zip = folder.path().join("stool.zip");
    let arguments = ["packet", "stool", &root, "--at", "shop", "--pdf", "-o", zip.to_str().unwrap()];
    let output = groundup(&arguments).env("PATH", "").env_remove("CHROMIUM").env_remove("BROWSER").output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(zip.exists() && told(&output).contains("is written, but there is no PDF: no browser"), "{}", told(&output));
}

#[test]
fn a_browser_prints_every_sheet_on_a_page_of_its_own() {
    let is_there = |program: &str| Command::new(program).arg("--version").output().is_ok();
    if !is_there("chromium") {
        return;
    }
    let folder = shop();
    let root = folder.path().to_string_lossy();
    let zip = folder.path().join("bench.zip");
    let sheets: usize = ["letter", "a4"]
        .into_iter()
        .map(|paper| {
            let arguments = [
                "packet",
                "bench",
                &root,
                "--at",
                "shop",
                "--force",
                "--pdf",
                "--paper",
                paper,
                "-o",
                zip.to_str().unwrap(),
            ];
            let output = run(&arguments);
            assert_eq!(output.status.code(), Some(0), "{}", told(&output));
            let files = files_of(&zip);
            files
                .iter()
                .filter(|(path, _)| path.ends_with(".html"))
                .map(|(_, page)| page.matches("<article").count())
                .sum()
        })
        .max()
        .unwrap();
    let pdf = zip.with_extension("pdf");
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF"));
    let Ok(output) = Command::new("pdftotext").args(["-layout", pdf.to_str().unwrap(), "-"]).output() else { return };
    let text = String::from_utf8_lossy(&output.stdout);
    let pages: Vec<&str> = text.split_terminator('\u{c}').collect();
    assert!(pages.len() >= sheets, "{} pages of {sheets} sheets", pages.len());
    for (number, page) in pages.iter().enumerate() {
        let foot = format!("{} / {}", number + 1, pages.len());
        assert!(page.contains("Not released") && page.contains("Stool") && page.contains(&foot), "{foot}: {page}");
    }
}
