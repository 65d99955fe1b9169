//! What a packet costs: `cargo bench --bench packets [-- PACKETS]` makes packets of a synthetic repository, one after another,
//! and tells CPU seconds and memory beside `zip -9` of the same files, in the same run.
//!
//! The peer is Info-ZIP where it is installed, else zlib-rs at the same level by the `zip` crate. It does the least that is
//! possible: it packs files that are there already, while we render, hash and pack them.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for developers"
)]

mod synthetic;

use std::path::Path;
use std::process::Command;

use groundup::bundle::packet::{PacketRequest, Terms, archive_packet, inputs_sha256, packet, verify};
use groundup::bundle::{Bundle, Templates};
use groundup::catalog::load;
use groundup::emit;
use groundup::graph::ItemIndex;
use groundup::lint;
use groundup::local::{Shop, Uses, Verdict, check_in};
use groundup::world::MemoryWorld;

/// CPU seconds by stage.
#[derive(Default)]
struct Spent {
    check: f64,
    json: f64,
    render: f64,
    pack: f64,
    verify: f64,
    peer: f64,
}

fn main() {
    let wanted: usize = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000);
    let mut files = synthetic::repository(synthetic::Size { plans: wanted.max(100), facilities: 0 }, 1);
    files.push(("facilities/works.yaml".to_owned(), works(&files)));
    let world = MemoryWorld::new(files.iter().map(|(path, text)| (path, text)));
    let checked = lint::check(&world, load(&world, Vec::new()));
    let (catalog, graph) = (&checked.catalog, &checked.graph);
    let templates = Templates::load(&world).0;
    let uses = Uses::of(graph);
    let roots: Vec<ItemIndex> =
        catalog.plans.iter().filter_map(|plan| graph.item_index(plan.id.value.as_str())).collect();
    let inputs = inputs_sha256(&world, &checked.sources, catalog);
    let folder = std::env::temp_dir().join(format!("groundup-bench-packets-{}", std::process::id()));
    let (mut spent, mut made, mut files_packed, mut bytes_in, mut bytes_out, mut peer_bytes) =
        (Spent::default(), 0_usize, 0_usize, 0_usize, 0_usize, 0_u64);
    let before_kb = memory_kb("VmHWM");
    'all: for facility in 0..catalog.facilities.len() {
        let shop = Shop::new(catalog, graph, &uses, facility);
        for root in &roots {
            if made == wanted {
                break 'all;
            }
            let report = timed(&mut spent.check, || check_in(&shop, *root, 1.0));
            let Ok(report) = report else { continue };
            if report.verdict == Verdict::Blocked {
                continue;
            }
            let (resolution_json, local_json) = timed(&mut spent.json, || {
                let resolution = serde_json::to_vec_pretty(&emit::resolution_json(graph, &report.resolution));
                let local = serde_json::to_vec_pretty(&emit::local_json(catalog, graph, &report));
                (resolution.expect("JSON"), local.expect("JSON"))
            });
            let bundle = timed(&mut spent.render, || {
                packet(&PacketRequest {
                    world: &world,
                    sources: &checked.sources,
                    shop: &shop,
                    report: &report,
                    templates: &templates,
                    resolution_json,
                    local_json,
                    terms: Terms { inputs: Some(inputs.clone()), ..Terms::default() },
                })
                .expect("a packet")
            });
            let zip = timed(&mut spent.pack, || archive_packet(&bundle, &world).expect("a zip"));
            timed(&mut spent.verify, || assert!(verify(&zip).findings.is_empty()));
            made += 1;
            files_packed += bundle.files.len();
            bytes_in += bundle.iter().map(|(_, content)| content.len()).sum::<usize>();
            bytes_out += zip.len();
            let (seconds, bytes) = peer(&bundle, &folder);
            spent.peer += seconds;
            peer_bytes += bytes;
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    if made == 0 {
        println!("no packet could be made");
        return;
    }
    let each = |seconds: f64| seconds * 1e3 / made as f64;
    println!(
        "{made} packets of {:.0} files, {:.0} kB; zipped {:.0} kB, by the peer {:.0} kB\n",
        files_packed as f64 / made as f64,
        bytes_in as f64 / made as f64 / 1e3,
        bytes_out as f64 / made as f64 / 1e3,
        peer_bytes as f64 / made as f64 / 1e3
    );
    println!("CPU ms a packet");
    for (name, seconds) in [
        ("local check", spent.check),
        ("resolution.json, local.json", spent.json),
        ("render and hash", spent.render),
        ("pack", spent.pack),
        ("peer: zip -9 of the same files", spent.peer),
        ("verify (not part of making)", spent.verify),
    ] {
        println!("{:>8.2}  {name}", each(seconds));
    }
    println!("\n{:>8.2} ×  packing / peer", spent.pack / spent.peer);
    println!("{:>8.2} ×  render, hash and pack / peer", (spent.json + spent.render + spent.pack) / spent.peer);
    println!("{:>8.1} MB at most, {:.1} MB before the first packet", memory_kb("VmHWM") / 1e3, before_kb / 1e3);
}

/// A facility with every machine, which imports anything: the small shops of the generated repositories can make little.
fn works(files: &[(String, String)]) -> String {
    let mut text = String::from(
        "kind: facility\nid: works\ntitle: Works with every machine\nfloor-area: 5000 m2\npower: 2 MW\nimports: any\nlabour:\n  - {skill: operator, people: 20, hours: 40 h/week, wage: 25 USD/h}\n  - {skill: welder, people: 20, hours: 40 h/week, wage: 30 USD/h}\nequipment:\n",
    );
    let capabilities = files.iter().filter(|(path, _)| path.starts_with("capabilities/"));
    let ids = capabilities.flat_map(|(_, text)| text.lines()).filter_map(|line| line.strip_prefix("id: "));
    for (number, id) in ids.enumerate() {
        text.push_str(&format!(
            "  - {{id: machine-{number}, count: 4, hours: 40 h/week, price: 5000 USD, lifetime: 20000 h, floor-area: 5 m2, provides: [{{capability: {id}, envelope: {{thickness: 100 mm, length: 100 m, tolerance: 0.001 mm, material: [steel, aluminium]}}, power: 10 kW}}]}}\n"
        ));
    }
    text
}

/// CPU seconds and bytes of Info-ZIP on the same files; `-X` and `-q`, as we write no owners and no words.
fn peer(bundle: &Bundle, folder: &Path) -> (f64, u64) {
    let _ = std::fs::remove_dir_all(folder);
    for (path, content) in bundle.iter() {
        let place = folder.join("in").join(path);
        std::fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        std::fs::write(place, content).expect("a file");
    }
    let before = cpu_seconds(true);
    let run =
        Command::new("zip").args(["-9", "-q", "-X", "-r", "../out.zip", "."]).current_dir(folder.join("in")).status();
    if run.is_ok_and(|status| status.success()) {
        let bytes = std::fs::metadata(folder.join("out.zip")).map_or(0, |metadata| metadata.len());
        return (cpu_seconds(true) - before, bytes);
    }
    let mut seconds = 0.0;
    let zip = timed(&mut seconds, || groundup::bundle::packet::archive(bundle, None).expect("a zip"));
    (seconds, zip.len() as u64)
}

fn timed<T>(sum: &mut f64, run: impl FnOnce() -> T) -> T {
    let before = cpu_seconds(false);
    let result = run();
    *sum += cpu_seconds(false) - before;
    result
}

/// CPU seconds so far: of this process to the nanosecond, from the scheduler; of its children from the kernel's clock ticks
/// (100 a second), which is right on the sum of many.
fn cpu_seconds(of_children: bool) -> f64 {
    if !of_children {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        let nanoseconds: f64 = text.split_whitespace().next().and_then(|field| field.parse().ok()).unwrap_or(0.0);
        return nanoseconds / 1e9;
    }
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(13) + ticks(14)) / 100.0
}

fn memory_kb(field: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0.0)
}
