//! How long every plan at every facility takes, verdicts alone, and whether it grows in line with both:
//! `cargo bench --bench matrix [-- PLANS FACILITIES]`. CPU seconds of the whole process, the repository already read.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stdout,
    reason = "a tool for developers"
)]

mod synthetic;

use groundup::catalog::load;
use groundup::graph::{ItemIndex, build};
use groundup::local::{Verdict, figure_matrix, verdict_matrix};
use groundup::world::MemoryWorld;

fn main() {
    let numbers: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let (plans, facilities) = (numbers.first().copied().unwrap_or(10_000), numbers.get(1).copied().unwrap_or(100));
    for (plans, facilities) in [
        (plans / 40, facilities),
        (plans / 4, facilities),
        (plans / 2, facilities),
        (plans, facilities / 2),
        (plans, facilities),
    ] {
        let files = synthetic::repository(synthetic::Size { plans, facilities }, 1);
        let world = MemoryWorld::new(files.iter().map(|(path, text)| (path, text)));
        let before = cpu_seconds();
        let catalog = load(&world, Vec::new()).catalog;
        let graph = build(&catalog);
        let read = cpu_seconds() - before;
        let roots: Vec<ItemIndex> =
            catalog.plans.iter().filter_map(|plan| graph.item_index(plan.id.value.as_str())).collect();
        let before = cpu_seconds();
        let matrix = verdict_matrix(&catalog, &graph, roots.clone(), (0..facilities).collect());
        let seconds = cpu_seconds() - before;
        let cells = (plans * facilities) as f64;
        println!(
            "{plans:>6} plans × {facilities:>3} facilities: {seconds:>6.2} s CPU, {:>5.2} µs a cell (read in {read:.2} s); {} blocked",
            seconds / cells * 1e6,
            matrix.count(Verdict::Blocked)
        );
        if plans * facilities <= 30_000 {
            let before = cpu_seconds();
            let figures = figure_matrix(&catalog, &graph, roots, (0..facilities).collect());
            let seconds = cpu_seconds() - before;
            assert_eq!(figures.verdicts, matrix.verdicts, "both tell the same verdicts");
            println!("{:>44} {seconds:.2} s CPU, {:.1} µs a cell", "with figures:", seconds / cells * 1e6);
        }
    }
}

/// CPU seconds of this process so far, from the kernel's clock ticks (100 a second).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks / 100.0
}
