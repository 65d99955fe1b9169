//! `export`, `templates` and `serve` from outside.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;

use super::commands::{groundup, repository};

const PLAN: &str = "kind: plan\nid: press\ntitle: 'Press {{ x }} | <b>'\nversion: 1.10\nsummary: Presses.\n\
    keywords: [pressing]\nlicense: CERN-OHL-S-2.0\nauthors: [{name: A}]\ninstructions: build.md\n\
    bom:\n  - {item: steel, quantity: 2 kg}\n  - part: leg\n    quantity: 4 ea\n    from: [{item: steel, quantity: 1 kg}]\n\
    operations: [{id: true, capability: welding, time: 1 h}]\n";

const STEPS: &str = "# Build\n\n## Weld\n\nTake [the legs](part:leg?quantity=4) and [steel](item:steel?quantity=2), by [welding](capability:welding).\n\n\
    <script>alert(1)</script>\n\n```sh\necho '{{< x >}} {% y %}'\n```\n";

fn shop() -> TempDir {
    repository(&[
        ("plans/press/plan.yaml", PLAN),
        ("plans/press/build.md", STEPS),
        ("materials/steel.yaml", "kind: material\nid: steel\nunit: kg\norigin: bought\nprice: 2 USD/kg\n"),
        ("capabilities/welding.yaml", "kind: capability\nid: welding\ntitle: Welding\n"),
        ("facilities/works.yaml", "kind: facility\nid: works\nimports: any\n"),
    ])
}

fn export(root: &Path, arguments: &[&str]) -> TempDir {
    let output = TempDir::new().expect("a folder");
    let folder = output.path().to_string_lossy().into_owned();
    let mut all = vec!["export"];
    let root = root.to_string_lossy();
    all.extend([&*root, "-o", &folder]);
    all.extend(arguments);
    let result = groundup(&all).output().expect("it runs");
    assert_ne!(result.status.code(), Some(2), "{arguments:?}: {}", String::from_utf8_lossy(&result.stderr));
    output
}

fn text(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn every_file_of_the_data_export_holds_to_its_schema() {
    let repository = shop();
    let output = export(repository.path(), &["--format", "json"]);
    let json = |path: &str| -> Value { serde_json::from_str(&text(output.path(), path)).expect("JSON") };
    let index = json("index.json");
    assert_eq!(index["schema"], "groundup/export/1");
    let check = |schema: &str, content: &Value| {
        let validator = jsonschema::validator_for(&json(schema)).expect("a schema");
        let faults: Vec<String> = validator.iter_errors(content).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{schema}: {faults:?}");
    };
    check("schemas/export.schema.json", &index);
    let documents = index["documents"].as_array().expect("documents");
    for document in documents {
        check(document["schema"].as_str().expect("a schema"), &json(document["path"].as_str().expect("a path")));
    }
    let kinds: Vec<&str> = documents.iter().filter_map(|document| document["kind"].as_str()).collect();
    for kind in ["repository", "plan", "material", "capability", "facility", "graph", "resolution", "local"] {
        assert!(kinds.contains(&kind), "{kind} is not in {kinds:?}");
    }
    // What is text stays as it was written, whatever it looks like.
    let plan = json("catalog/plan/press.json");
    assert_eq!((&plan["version"], &plan["operations"][0]["id"]), (&Value::from("1.10"), &Value::from("true")));
}

#[test]
fn markdown_is_what_each_generator_reads() {
    let repository = shop();
    for (generator, page, link) in [
        (None, "plans/press.md", "](../materials/steel.md"),
        (Some("hugo"), "content/plans/press.md", "]({{< relref \"/materials/steel.md\" >}}"),
        (Some("zola"), "content/plans/press.md", "](@/materials/steel.md"),
        (Some("jekyll"), "plans/press.md", "](../materials/steel.html"),
        (Some("docusaurus"), "docs/plans/press.md", "](../materials/steel.md"),
        (Some("mkdocs"), "docs/plans/press.md", "](../materials/steel.md"),
        (Some("mdbook"), "src/plans/press.md", "](../materials/steel.md"),
    ] {
        let mut arguments = vec!["--format", "markdown"];
        arguments.extend(generator.map(|generator| ["--for", generator]).into_iter().flatten());
        let output = export(repository.path(), &arguments);
        let page = text(output.path(), page);
        assert!(page.contains(link), "{generator:?}: {page}");
        assert!(!page.contains("<script"), "{generator:?}: {page}");
        assert!(page.contains("Weld"), "{generator:?}: {page}");
        let body = page.split("\n---\n").last().expect("a body").replace("{{< relref", "");
        let has_shortcodes = ["hugo", "zola", "jekyll"].contains(&generator.unwrap_or_default());
        assert!(!has_shortcodes || !(body.contains("{{<") || body.contains("{%")), "{generator:?}: {body}");
    }
}

#[test]
fn manifests_of_open_know_how_have_what_is_asked_for() {
    let repository = shop();
    let output = export(repository.path(), &["--format", "okh"]);
    let manifest: Value = serde_yaml::from_str(&text(output.path(), "press/okh.yml")).expect("YAML");
    assert_eq!((&manifest["version"], &manifest["bom"]), (&Value::from("1.10"), &Value::from("sBoM.csv")));
    assert_eq!(manifest["license"]["hardware"], "CERN-OHL-S-2.0");
    assert!(text(output.path(), "press/okh.toml").contains("okhv = \"2.4\""));
    assert!(text(output.path(), "press/sBoM.csv").contains("\n1\tsteel\t2 kg\tBUY\tsteel\n"));
    assert!(output.path().join("press/build.md").is_file());
}

#[test]
fn pieces_can_be_embedded() {
    let repository = shop();
    let output = export(repository.path(), &["--fragment", "--base-url", "https://example.org/p"]);
    let bill = text(output.path(), "fragments/press/bill.html");
    assert!(bill.contains("<table") && bill.contains("href=\"https://example.org/p/materials/steel.html\""), "{bill}");
    assert!(!bill.contains("<h2") && !bill.contains("<html"), "{bill}");
}

#[test]
fn templates_are_listed_and_written_out() {
    let list = groundup(&["templates", "list"]).output().expect("it runs");
    let list = String::from_utf8_lossy(&list.stdout).into_owned();
    assert!(list.lines().any(|line| line == "plan.hbs") && list.lines().any(|line| line == "style.css"), "{list}");
    let folder = TempDir::new().expect("a folder");
    let place = folder.path().to_string_lossy().into_owned();
    assert!(groundup(&["templates", "export", &place]).status().expect("it runs").success());
    for name in list.lines() {
        assert!(folder.path().join(name).is_file(), "{name}");
    }
}

#[test]
fn serve_answers_tells_of_changes_and_lets_nobody_out() {
    let repository = shop();
    let root = repository.path().to_string_lossy().into_owned();
    let mut server = groundup(&["serve", &root, "--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    let mut line = String::new();
    BufReader::new(server.stdout.take().expect("its output")).read_line(&mut line).expect("an address");
    let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let ask = |path: &str, host: &str| -> String {
        let mut stream = TcpStream::connect(&address).expect("a connection");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    };
    let home = ask("/", &address);
    assert!(home.starts_with("HTTP/1.1 200") && home.contains("__groundup/live.js"), "{home}");
    assert!(home.contains("connect-src 'self'"), "{home}");
    for path in ["/../groundup.yaml", "/%2e%2e/groundup.yaml", "/..%2fgroundup.yaml", "//etc/passwd", "/groundup.yaml"]
    {
        assert!(ask(path, &address).starts_with("HTTP/1.1 404"), "{path}");
    }
    assert!(ask("/", "evil.example").starts_with("HTTP/1.1 403"));
    let mut events = TcpStream::connect(&address).expect("a connection");
    write!(events, "GET /__groundup/events HTTP/1.1\r\nHost: {address}\r\n\r\n").expect("a request");
    let mut events = BufReader::new(events);
    let mut heard = String::new();
    while !heard.contains("retry:") {
        events.read_line(&mut heard).expect("the beginning");
    }
    fs::write(repository.path().join("materials/steel.yaml"), "kind: material\nid: steel\nunit: kg\norigin: bouhgt\n")
        .expect("a file");
    while !heard.contains("event: change") {
        assert!(events.read_line(&mut heard).expect("an event") > 0, "{heard}");
    }
    let home = ask("/", &address);
    assert!(home.contains("groundup-findings") && home.contains("materials/steel.yaml:4:9"), "{home}");
    server.kill().expect("it ends");
    server.wait().expect("it has ended");
}
