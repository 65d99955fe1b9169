//! How long each stage takes, beside a peer that does the least that is possible, in the same run:
//! `cargo bench --bench pipeline [-- PLANS]`.
//!
//! Times are CPU seconds of the whole process (user and system, all threads), the least of three runs: ratios hold on a
//! busy machine, wall time does not.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for developers"
)]

mod synthetic;

use groundup::catalog::load;
use groundup::graph::ItemIndex;
use groundup::lint;
use groundup::resolve::{by_preference, solve};
use groundup::world::MemoryWorld;

const RUNS: usize = 3;

fn main() {
    let plans = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000);
    let files = synthetic::repository(synthetic::Size { plans, facilities: 4 }, 1);
    let yaml: Vec<&str> =
        files.iter().filter(|(path, _)| path.ends_with(".yaml")).map(|(_, text)| text.as_str()).collect();
    let megabytes = yaml.iter().map(|text| text.len()).sum::<usize>() as f64 / 1e6;
    println!("{plans} plans, {} YAML files, {megabytes:.1} MB\n", yaml.len());
    let world = MemoryWorld::new(files.iter().map(|(path, text)| (path, text)));

    let parse = least("serde_yaml alone: parse to values", || {
        yaml.iter()
            .map(|text| {
                serde_yaml::Deserializer::from_str(text)
                    .filter_map(|d| serde::Deserialize::deserialize(d).ok())
                    .map(|_: serde_yaml::Value| 1)
                    .sum::<usize>()
            })
            .sum::<usize>()
    });
    least("groundup: parse to trees", || {
        yaml.iter().map(|text| groundup::syntax::parse(groundup::text::FileId(0), text).documents.len()).sum()
    });
    least("groundup: and validate, lower", || load(&world, Vec::new()).catalog.document_count());
    let check = least("groundup check: parse, validate, link, all rules", || {
        let checked = lint::check(&world, load(&world, Vec::new()));
        checked.diagnostics.len()
    });
    ratio("check / parse", check, parse);

    let folder = std::env::temp_dir().join(format!("groundup-bench-{plans}"));
    for (path, content) in &files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(&folder)).expect("a folder");
        std::fs::write(path, content).expect("a file");
    }
    let markdown: Vec<&str> =
        files.iter().filter(|(path, _)| path.ends_with(".md")).map(|(_, text)| text.as_str()).collect();
    let render = least("pulldown-cmark alone: the same Markdown to HTML, nothing written", || {
        let html = |text: &&str| {
            let mut html = String::new();
            pulldown_cmark::html::push_html(
                &mut html,
                pulldown_cmark::Parser::new_ext(text, pulldown_cmark::Options::all()),
            );
            html.len()
        };
        markdown.iter().map(html).sum()
    });
    let site = process("groundup site: everything, written to disk", &["site", "-o", "site"], &folder);
    ratio("site / render", site, render);
    process("groundup check, as a whole process", &["check", "plans"], &folder);
    println!();
    std::fs::remove_dir_all(&folder).expect("it was ours");

    let checked = lint::check(&world, load(&world, Vec::new()));
    let graph = &checked.graph;
    let machines: Vec<ItemIndex> =
        checked.catalog.plans.iter().filter_map(|plan| graph.item_index(plan.id.value.as_str())).collect();
    let choice = by_preference(graph);
    least("groundup resolve: 100 plans", || {
        machines
            .iter()
            .step_by((machines.len() / 100).max(1))
            .filter_map(|root| solve(graph, choice.clone(), *root, 1.0).ok())
            .map(|r| r.needs.len())
            .sum()
    });

    for length in [100_000, 200_000, 400_000] {
        let manifest = ("groundup.yaml".to_owned(), "kind: repository\nformat: 1\nname: chain\n".to_owned());
        let world = MemoryWorld::new(std::iter::once(manifest).chain(chain(length)));
        let checked = lint::check(&world, load(&world, Vec::new()));
        let graph = &checked.graph;
        let Some(root) = graph.item_index("item-0") else { continue };
        let seconds = least(&format!("groundup resolve: a chain of {length} items"), || {
            solve(graph, by_preference(graph), root, 1.0).map_or(0, |resolution| resolution.needs.len())
        });
        println!("{:>10.0} items a millisecond", length as f64 / seconds.max(0.01) / 1e3);
    }
}

/// Documents of a chain in which each item is made from the next, as files of 10,000 items.
fn chain(length: usize) -> Vec<(String, String)> {
    use std::fmt::Write;
    let mut files = vec![String::new(); length / 10_000 + 1];
    for index in 0..length {
        let next = index + 1;
        let _ = write!(
            files[index / 10_000],
            "---\n{{kind: material, id: item-{index}, unit: kg}}\n---\n{{kind: process, id: make-{index}, outputs: [{{item: item-{index}, quantity: 1 kg}}], inputs: [{{item: item-{next}, quantity: 1.00001 kg}}]}}\n"
        );
    }
    let _ = writeln!(
        files[length / 10_000],
        "---\n{{kind: material, id: item-{length}, unit: kg, origin: raw, from: ground}}"
    );
    files.into_iter().enumerate().map(|(number, text)| (format!("materials/chain-{number:03}.yaml"), text)).collect()
}

/// The least CPU time of several runs, in seconds.
fn least(name: &str, mut run: impl FnMut() -> usize) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..RUNS {
        let before = cpu_seconds();
        std::hint::black_box(run());
        best = best.min(cpu_seconds() - before);
    }
    println!("{best:>8.3} s  {name}");
    best
}

/// CPU seconds of a run of the command in a folder.
fn process(name: &str, arguments: &[&str], folder: &std::path::Path) -> f64 {
    let before = child_cpu_seconds();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_groundup"));
    let output = command.args(arguments).current_dir(folder).output().expect("it runs");
    let seconds = child_cpu_seconds() - before;
    println!("{seconds:>8.3} s  {name}: exit code {}", output.status.code().unwrap_or(-1));
    seconds
}

fn ratio(name: &str, ours: f64, peer: f64) {
    println!("{:>8.2} ×  {name}\n", ours / peer);
}

/// CPU seconds of this process so far, from the kernel's clock ticks (100 a second).
fn cpu_seconds() -> f64 {
    ticks(11)
}

/// CPU seconds of the processes that this one has waited for.
fn child_cpu_seconds() -> f64 {
    ticks(13)
}

fn ticks(field: usize) -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 =
        after_name.split_whitespace().skip(field).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks / 100.0
}
