//! Drawings are well-formed, the same each time, and of a size that can be read, whatever titles and graphs they show.

use proptest::prelude::*;

use super::{sankey, staged, svg_file};
use crate::catalog::load;
use crate::lint;
use crate::resolve::{by_preference, solve};
use crate::world::MemoryWorld;

/// Both drawings of the item `root` of a repository in one file.
fn drawings(materials: &str) -> [String; 2] {
    let manifest = "kind: repository\nformat: 1\nname: test\ntitle: Test\nlicense: CC0-1.0\ncurrency: USD\n";
    let world = MemoryWorld::new([("groundup.yaml", manifest), ("materials/all.yaml", materials)]);
    let checked = lint::check(&world, load(&world, Vec::new()));
    let graph = &checked.graph;
    let root = graph.item_index("root").expect("the root");
    let resolution = solve(graph, by_preference(graph), root, 1.0).expect("an answer");
    [svg_file(&staged(graph, &resolution, &|_| None)), svg_file(&sankey(graph, &resolution, &|_| None))]
}

/// Every tag is closed by its own name, attributes are quoted, and text holds no bare sign.
fn assert_well_formed(svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = svg.trim_end();
    while let Some(start) = rest.find('<') {
        let text = &rest[..start];
        assert!(!text.contains('>') && text.chars().all(|c| !c.is_control() || c == '\n'), "{text}");
        for reference in text.split('&').skip(1) {
            assert!(["amp;", "lt;", "gt;", "quot;"].iter().any(|name| reference.starts_with(name)), "&{reference}");
        }
        let end = rest[start..].find('>').expect("an end of the tag") + start;
        let tag = &rest[start + 1..end];
        assert!(!tag.contains('<') && tag.matches('"').count().is_multiple_of(2), "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().expect("a name"));
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty() && rest.is_empty(), "{open:?} {rest}");
}

fn layers(titles: &[String], parents: &[usize], by_products: &[bool]) -> String {
    let mut text = String::new();
    for (number, title) in titles.iter().enumerate() {
        let id = if number == 0 { "root".to_owned() } else { format!("i{number}") };
        let is_leaf =
            !parents.iter().enumerate().any(|(child, parent)| child > number && *parent % child.max(1) == number);
        let origin = if is_leaf { "origin: raw\nfrom: ground\n" } else { "" };
        let title = serde_json::to_string(title).expect("a title");
        text.push_str(&format!("---\nkind: material\nid: {id}\ntitle: {title}\nunit: kg\n{origin}"));
        if !is_leaf {
            text.push_str(&format!(
                "---\nkind: process\nid: make-{id}\noutputs:\n  - {{item: {id}, quantity: 1 kg}}\n"
            ));
            if by_products[number] {
                text.push_str(&format!("  - {{item: i{}, quantity: 0.1 kg, by-product: true}}\n", titles.len() - 1));
            }
            text.push_str("inputs:\n");
            for (child, parent) in parents.iter().enumerate().skip(number + 1) {
                if parent % child == number {
                    text.push_str(&format!("  - {{item: i{child}, quantity: 1.5 kg}}\n"));
                }
            }
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn well_formed_whatever_titles_say(
        titles in prop::collection::vec("[a-zA-Z<>&\"' ;/\\]\\[!×水-]{1,60}", 3..14),
        parents in prop::collection::vec(0_usize..100, 14),
        by_products in prop::collection::vec(any::<bool>(), 14),
    ) {
        let world = layers(&titles, &parents[..titles.len()], &by_products);
        let drawn = drawings(&world);
        for svg in &drawn {
            assert_well_formed(svg);
            prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
        }
        prop_assert_eq!(drawings(&world), drawn);
    }
}

fn width_px(svg: &str) -> f64 {
    let (_, rest) = svg.split_once(" width=\"").expect("a width");
    rest.split('"').next().expect("an end").parse().expect("a number")
}

#[test]
fn a_long_rank_is_broken_into_rows() {
    let mut text = String::from(
        "kind: material\nid: root\nunit: kg\n---\nkind: process\nid: make-root\noutputs: [{item: root, quantity: 1 kg}]\ninputs:\n",
    );
    for number in 0..30 {
        text.push_str(&format!("  - {{item: a{number}, quantity: {} kg}}\n", number + 1));
    }
    for number in 0..30 {
        text.push_str(&format!("---\nkind: material\nid: a{number}\nunit: kg\n---\nkind: process\nid: make-a{number}\noutputs: [{{item: a{number}, quantity: 1 kg}}]\ninputs: [{{item: b, quantity: 1 kg}}]\n"));
    }
    text.push_str("---\nkind: material\nid: b\nunit: kg\norigin: raw\nfrom: ground\n");
    let [staged, _] = drawings(&text);
    assert_well_formed(&staged);
    assert!(staged.contains(">a0<") && staged.contains(">a29<"), "{staged}");
    assert!(width_px(&staged) <= 2400.0, "{}", width_px(&staged));
    for px in [11, 12] {
        let small = format!("font-size: {px}px");
        let words = staged.replace(&format!(".shape {{ {small}; }}"), "");
        assert!(!words.contains(&small), "text of {px} px");
    }
}

#[test]
fn a_wide_graph_is_gathered_into_counted_boxes() {
    let mut text = String::from(
        "kind: material\nid: root\nunit: kg\n---\nkind: process\nid: make-root\noutputs: [{item: root, quantity: 1 kg}]\ninputs:\n",
    );
    for number in 0..400 {
        text.push_str(&format!("  - {{item: a{number}, quantity: {} g}}\n", number + 1));
    }
    for number in 0..400 {
        text.push_str(&format!("---\nkind: material\nid: a{number}\nunit: kg\n---\nkind: process\nid: make-a{number}\noutputs: [{{item: a{number}, quantity: 1 kg}}]\ninputs: [{{item: b{number}, quantity: 1 kg}}]\n---\nkind: material\nid: b{number}\nunit: kg\norigin: raw\nfrom: ground\n"));
    }
    let [staged, sankey] = drawings(&text);
    assert!(staged.contains("more made items") && staged.contains("more raw items"), "{staged}");
    // The boxes, and the signs of the legend.
    assert!(staged.matches("class=\"node-box\"").count() <= 60);
    assert!(width_px(&staged) <= 2400.0, "{}", width_px(&staged));
    assert_well_formed(&staged);
    assert_well_formed(&sankey);
}

#[test]
fn a_loop_is_drawn_as_a_return() {
    let text = "kind: material\nid: root\nunit: kg\n---\nkind: material\nid: electrode\nunit: kg\n---\nkind: material\nid: ore\nunit: kg\norigin: raw\nfrom: ground\n---\nkind: process\nid: smelt\noutputs: [{item: root, quantity: 1 kg}]\ninputs: [{item: ore, quantity: 2 kg}, {item: electrode, quantity: 0.1 kg}]\n---\nkind: process\nid: bake\noutputs: [{item: electrode, quantity: 1 kg}]\ninputs: [{item: root, quantity: 0.5 kg}, {item: ore, quantity: 1 kg}]\n";
    let [staged, sankey] = drawings(text);
    assert_well_formed(&staged);
    assert!(sankey.contains("ribbon back"), "{sankey}");
    assert!(sankey.contains("Lost"), "{sankey}");
}
