//! What both drawings show: boxes in their stages and ranks, and what flows between them.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::Group;
use super::{Namer, is_energy};
use crate::bundle::wording::{amount, count, item_amount, obtain_mark, plain};
use crate::graph::{Graph, ItemIndex};
use crate::quantity::format_amount_grouped;
use crate::resolve::{Obtain, Resolution, Stage};

/// Ranks of one stage; a longer chain inside a stage is pressed into these.
const RANKS: usize = 8;
/// Items that the tooltip of a box names.
const NAMED: usize = 40;

/// Boxes and what flows between them.
#[derive(Debug, Default)]
pub struct Diagram {
    /// The boxes: needs in the order of their groups, then what comes off besides.
    pub boxes: Vec<Node>,
    /// What flows, sorted.
    pub flows: Vec<Flow>,
    /// Whether energy is among the boxes.
    pub has_energy: bool,
    /// Whether a box stands for several items.
    pub has_folded: bool,
    /// Whether items share a box for want of room.
    pub has_rest: bool,
    /// Whether the mass of something that flows is unknown.
    pub has_unweighed: bool,
    /// Whether boxes of a by-product that nobody takes back are there.
    pub has_by_products: bool,
}

/// One box.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its stage; that of its maker for what comes off besides.
    pub stage: Stage,
    /// Its row, from 0 at the top, over all stages.
    pub rank: usize,
    /// The class by which it is drawn: `made`, `raw`, `bought`, `resource`, `stock`, `unresolved`, `by-product`.
    pub kind: &'static str,
    /// The word for that.
    pub label: String,
    /// What it is called.
    pub title: String,
    /// All that is in it.
    pub whole_title: String,
    /// How much.
    pub amount: String,
    /// kg; 0 where unknown.
    pub mass_kg: f64,
    /// Whether it is energy, whose flows are not drawn.
    pub is_energy: bool,
    /// The box that it stands beside, in the same row; set by the drawing that does so.
    pub beside: Option<usize>,
    /// What of it goes back in, in words; set by the drawing that says it so.
    pub returns: Option<String>,
    /// Its page.
    pub href: Option<String>,
}

/// What flows from a supplier to a taker.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// The box that takes it.
    pub taker: usize,
    /// The box that gives it.
    pub giver: usize,
    /// Why.
    pub kind: FlowKind,
    /// kg; `None` where unknown.
    pub mass_kg: Option<f64>,
    /// How much of what, for people.
    pub text: String,
}

/// Why something flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlowKind {
    /// The taker is made from it.
    Need,
    /// It comes off besides, and leaves.
    ByProduct,
    /// It comes off besides, and is needed below: an own return.
    Return,
}

/// The diagram of these groups.
pub fn diagram(graph: &Graph, resolution: &Resolution, groups: &[Group], names: Namer<'_>) -> Diagram {
    let box_of: BTreeMap<ItemIndex, usize> = groups
        .iter()
        .enumerate()
        .flat_map(|(number, group)| group.items.iter().map(move |item| (*item, number)))
        .collect();
    let mut diagram = Diagram {
        boxes: groups.iter().map(|group| node(graph, resolution, names, group)).collect(),
        has_folded: groups.iter().any(|group| group.items.len() > 1 && !group.is_rest),
        has_rest: groups.iter().any(|group| group.is_rest),
        ..Diagram::default()
    };
    diagram.has_energy = diagram.boxes.iter().any(|node| node.is_energy);
    let mut sums: BTreeMap<(usize, usize, FlowKind), Sum> = BTreeMap::new();
    for edge in resolution.edges.iter().filter(|edge| !is_energy(graph, edge.to)) {
        let (Some(taker), Some(giver)) = (box_of.get(&edge.from), box_of.get(&edge.to)) else { continue };
        if taker != giver {
            sums.entry((*taker, *giver, FlowKind::Need)).or_default().add(graph, edge.to, edge.quantity);
        }
    }
    off_besides(graph, resolution, &box_of, &mut diagram, &mut sums);
    diagram.has_unweighed = sums.values().any(|sum| !sum.is_weighed);
    diagram.flows = sums
        .into_iter()
        .map(|((taker, giver, kind), sum)| Flow {
            taker,
            giver,
            kind,
            mass_kg: sum.is_weighed.then_some(sum.mass_kg).filter(|mass_kg| *mass_kg > 0.0),
            text: sum.text(graph),
        })
        .collect();
    rank(&mut diagram);
    diagram
}

/// Amounts that flow the same way.
struct Sum {
    mass_kg: f64,
    is_weighed: bool,
    quantity: f64,
    items: BTreeSet<ItemIndex>,
}

impl Default for Sum {
    fn default() -> Self {
        Self { mass_kg: 0.0, is_weighed: true, quantity: 0.0, items: BTreeSet::new() }
    }
}

impl Sum {
    fn add(&mut self, graph: &Graph, item: ItemIndex, quantity: f64) {
        match graph.item(item).mass_kg {
            Some(mass_kg) => self.mass_kg += mass_kg * quantity,
            None => self.is_weighed = false,
        }
        self.quantity += quantity;
        self.items.insert(item);
    }

    fn text(&self, graph: &Graph) -> String {
        let mass = plain(&amount(self.mass_kg, "kg"));
        let Some(item) = self.items.first().filter(|_| self.items.len() == 1) else { return mass };
        let own = plain(&item_amount(graph, *item, self.quantity));
        if own == mass || !self.is_weighed { own } else { format!("{own} ({mass})") }
    }
}

/// By-products: those that are needed below flow back; the others get boxes, alike ones together.
fn off_besides(
    graph: &Graph,
    resolution: &Resolution,
    box_of: &BTreeMap<ItemIndex, usize>,
    diagram: &mut Diagram,
    sums: &mut BTreeMap<(usize, usize, FlowKind), Sum>,
) {
    let mut leaving: BTreeMap<ItemIndex, BTreeMap<usize, f64>> = BTreeMap::new();
    for need in &resolution.needs {
        let (Obtain::Make(index), Some(maker)) = (need.obtain, box_of.get(&need.item)) else { continue };
        let recipe = graph.recipe(index);
        let co_products = recipe.outputs.iter().filter(|flow| flow.item != need.item);
        for flow in recipe.by_products.iter().chain(co_products).filter(|flow| !is_energy(graph, flow.item)) {
            let quantity = flow.quantity * need.runs;
            let taken_back = resolution.need(flow.item).filter(|taken| taken.net < taken.quantity);
            match taken_back.and_then(|taken| box_of.get(&taken.item)) {
                Some(taker) if taker == maker => {}
                Some(taker) => {
                    sums.entry((*taker, *maker, FlowKind::Return)).or_default().add(graph, flow.item, quantity);
                }
                None => *leaving.entry(flow.item).or_default().entry(*maker).or_default() += quantity,
            }
        }
    }
    let mut alike: BTreeMap<Vec<usize>, Vec<ItemIndex>> = BTreeMap::new();
    for (item, makers) in &leaving {
        alike.entry(makers.keys().copied().collect()).or_default().push(*item);
    }
    for (makers, items) in alike {
        let number = diagram.boxes.len();
        let amounts = |item: &ItemIndex| leaving.get(item).into_iter().flat_map(|makers| makers.iter());
        let mass = |item: &ItemIndex| {
            amounts(item).map(|(_, quantity)| quantity).sum::<f64>() * graph.item(*item).mass_kg.unwrap_or(0.0)
        };
        let mass_kg: f64 = items.iter().map(mass).sum();
        for item in &items {
            for (maker, quantity) in amounts(item) {
                sums.entry((number, *maker, FlowKind::ByProduct)).or_default().add(graph, *item, *quantity);
            }
        }
        let title = match items[..] {
            [item] => graph.item(item).title.clone(),
            _ => count(items.len(), "by-product", "by-products"),
        };
        let titles: Vec<&str> = items.iter().take(NAMED).map(|item| graph.item(*item).title.as_str()).collect();
        let how_much = match items[..] {
            [item] => plain(&item_amount(graph, item, amounts(&item).map(|(_, quantity)| quantity).sum())),
            _ => plain(&amount(mass_kg, "kg")),
        };
        diagram.boxes.push(Node {
            stage: makers.iter().map(|maker| diagram.boxes[*maker].stage).max().unwrap_or(Stage::Parts),
            rank: 0,
            kind: "by-product",
            label: "by-product".to_owned(),
            whole_title: titles.join("; "),
            title,
            amount: how_much,
            mass_kg,
            is_energy: false,
            beside: None,
            returns: None,
            href: None,
        });
        diagram.has_by_products = true;
    }
}

fn node(graph: &Graph, resolution: &Resolution, names: Namer<'_>, group: &Group) -> Node {
    let first = group.items[0];
    let obtain = resolution.need(first).map_or(Obtain::Unresolved, |need| need.obtain);
    let mark = obtain_mark(obtain);
    let mut node = Node {
        stage: group.stage,
        rank: 0,
        kind: obtain.as_str(),
        label: mark.label,
        title: graph.item(first).title.clone(),
        whole_title: String::new(),
        amount: String::new(),
        mass_kg: group.mass_kg,
        is_energy: is_energy(graph, first),
        beside: None,
        returns: None,
        href: names(first),
    };
    if let [item] = group.items[..] {
        let quantity = resolution.need(item).map_or(0.0, |need| need.quantity);
        node.amount = plain(&item_amount(graph, item, quantity));
        node.whole_title.clone_from(&node.title);
        return node;
    }
    node.title = match obtain {
        _ if group.is_rest && group.stage == Stage::Parts => format!("{} more parts", number(group.items.len())),
        _ if group.is_rest => format!("{} more {} items", number(group.items.len()), mark_word(obtain)),
        Obtain::Make(_) => parts_title(graph, resolution, &group.items),
        _ => format!("{} {} items", number(group.items.len()), mark_word(obtain)),
    };
    let titles: Vec<&str> = group.items.iter().take(NAMED).map(|item| graph.item(*item).title.as_str()).collect();
    let more = group.items.len().saturating_sub(NAMED);
    let more = if more > 0 { format!("; and {} more", number(more)) } else { String::new() };
    node.whole_title = format!("{}: {}{more}", node.title, titles.join("; "));
    node.amount = if group.mass_kg > 0.0 { plain(&amount(group.mass_kg, "kg")) } else { String::new() };
    if obtain.recipe().is_none() && node.href.is_some() {
        node.href = Some("#totals".to_owned());
    }
    node
}

fn number(count: usize) -> String {
    format_amount_grouped(count as f64)
}

fn mark_word(obtain: Obtain) -> &'static str {
    if obtain == Obtain::Stock { "stocked" } else { obtain.as_str() }
}

/// `57 plates`, `6 smooth rods`, where all names begin with the same words; else `57 parts`.
fn parts_title(graph: &Graph, resolution: &Resolution, group: &[ItemIndex]) -> String {
    let words = |item: &ItemIndex| -> Vec<&str> {
        let name = graph.item(*item).id.as_str().rsplit('/').next().unwrap_or_default();
        let is_word = |word: &&str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        name.split(['-', '.']).take_while(is_word).collect()
    };
    let mut common = group.first().map(words).unwrap_or_default();
    for item in group {
        let same = common.iter().zip(words(item)).take_while(|(one, other)| *one == other).count();
        common.truncate(same);
    }
    let common = Some(common.join(" ")).filter(|words| words.len() > 2);
    let is_counted = group.iter().all(|item| graph.item(*item).unit.dimension().is_dimensionless());
    let pieces: f64 = group.iter().filter_map(|item| resolution.need(*item)).map(|need| need.quantity).sum();
    match common {
        Some(words) if is_counted => format!("{} {words}s", format_amount_grouped(pieces)),
        Some(words) => count(group.len(), &words, &format!("{words}s")),
        None => count(group.len(), "part", "parts"),
    }
}

/// Rows: each stage below the one before; inside a stage by the longest chain, what comes off below its makers, the ground
/// on the last row always. What stands beside another box adds no row.
pub fn rank(diagram: &mut Diagram) {
    let count = diagram.boxes.len();
    let mut takes: Vec<Vec<usize>> = vec![Vec::new(); count];
    for flow in diagram.flows.iter().filter(|flow| flow.kind != FlowKind::Return) {
        // What comes off stands below its maker, as what is needed stands below its taker.
        let (upper, lower) = match flow.kind {
            FlowKind::ByProduct => (flow.giver, flow.taker),
            _ => (flow.taker, flow.giver),
        };
        if diagram.boxes[lower].beside.is_some() {
            continue;
        }
        if diagram.boxes[upper].stage == diagram.boxes[lower].stage && diagram.boxes[lower].stage != Stage::Ground {
            takes[upper].push(lower);
        }
    }
    let mut local = longest_chains(&takes);
    for (number, node) in diagram.boxes.iter().enumerate() {
        if let Some(maker) = node.beside {
            local[number] = local[maker];
        }
    }
    let mut row = 0;
    for stage in Stage::ALL {
        let members: Vec<usize> = (0..count).filter(|number| diagram.boxes[*number].stage == stage).collect();
        let used: BTreeSet<usize> = members.iter().map(|number| local[*number]).collect();
        let rows: Vec<usize> = used.into_iter().collect();
        for number in members {
            let at = rows.binary_search(&local[number]).unwrap_or(0);
            let at = if rows.len() > RANKS { at * (RANKS - 1) / (rows.len() - 1) } else { at };
            diagram.boxes[number].rank = row + at;
        }
        row += rows.len().min(RANKS);
    }
}

/// How many steps the longest chain to each vertex has; arcs that close a loop are passed over.
fn longest_chains(takes: &[Vec<usize>]) -> Vec<usize> {
    const NEW: u8 = 0;
    const OPEN: u8 = 1;
    const DONE: u8 = 2;
    let mut state = vec![NEW; takes.len()];
    let mut order = Vec::new();
    let mut forward: Vec<Vec<usize>> = vec![Vec::new(); takes.len()];
    for start in 0..takes.len() {
        if state[start] != NEW {
            continue;
        }
        state[start] = OPEN;
        let mut open = vec![(start, 0)];
        while let Some((vertex, next)) = open.last_mut() {
            let (from, to) = (*vertex, takes[*vertex].get(*next).copied());
            *next += 1;
            match to {
                Some(to) if state[to] == OPEN => {}
                Some(to) => {
                    forward[from].push(to);
                    if state[to] == NEW {
                        state[to] = OPEN;
                        open.push((to, 0));
                    }
                }
                None => {
                    state[from] = DONE;
                    order.push(from);
                    open.pop();
                }
            }
        }
    }
    let mut steps = vec![0; takes.len()];
    for from in order.into_iter().rev() {
        for to in &forward[from] {
            steps[*to] = steps[*to].max(steps[from] + 1);
        }
    }
    steps
}
