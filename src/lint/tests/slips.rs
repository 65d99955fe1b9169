//! Slips of people who know machines, and have never seen YAML: each is told once, at the very words, with what to write.

use std::collections::BTreeMap;

use super::breaks::{FRAME, MATERIALS, PRESS, PROCESSES, STEPS, WORKS, correct, marked, replaced};
use super::checked;
use crate::world::MemoryWorld;

/// A file, what stands there, what takes its place with `«` and `»` around the words that are told, and the help, or how it ends.
type Slip = (&'static str, &'static str, &'static str, &'static str);

const SLIPS: &[Slip] = &[
    // Money.
    (MATERIALS, "price: 0.44 USD", "price: «free»", "write `0 USD`"),
    (
        MATERIALS,
        "price: 0.44 USD",
        "price: «$»4000 Chinese lathe",
        "write `4000 USD`, and put `Chinese lathe` into a title or a note",
    ),
    (
        MATERIALS,
        "price: 0.44 USD",
        "price: «approx.» 4000 USD",
        "write `4000 USD`; an estimate is told as such by a source of `grade: estimated`",
    ),
    (MATERIALS, "price: 0.44 USD", "price: «4.000,00» €", "write `4000.00 €`"),
    (MATERIALS, "price: 0.44 USD", "price: «US$» 4000", "write `4000 USD`"),
    (MATERIALS, "price: 0.44 USD", "price: «1.5k USD»", "write `1500 USD`"),
    (MATERIALS, "price: 0.44 USD", "price: 4000 USD «(used)»", "write `4000 USD`, and put `(used)` into a note"),
    // Commas within braces.
    (PRESS, "mass: 41.2 kg", "mass: «41,2» kg", "write `41.2 kg`"),
    (FRAME, "quantity: 2.1 m", "quantity: «2,10» m", "write `2.10 m`"),
    (FRAME, "quantity: 2.1 m", "quantity: «0,125» m", "write `0.125 m`"),
    (FRAME, "quantity: 2.1 m", "quantity: «2,100» m", "write `2100 m`, or `2.100 m` if the comma is a decimal mark"),
    // Numbers of the drawing board.
    (PRESS, "width: 60 mm", "width: «M8x1.25»", "write the length that is meant, such as the diameter, `8 mm`"),
    (PRESS, "width: 60 mm", "width: «Ø60 mm»", "write `60 mm`"),
    (PRESS, "width: 60 mm", "width: «60 ±0.1 mm»", "write `60 mm`, and put the tolerance into a note"),
    (
        PRESS,
        "width: 60 mm",
        "width: «60x40 mm»",
        "write the one length that is due here, such as `60 mm`; each has a field of its own",
    ),
    (PRESS, "width: 60 mm", "width: «≤60 mm»", "write `60 mm`, and say in a note that it is a limit"),
    (PRESS, "width: 60 mm", "width: «3/4\"»", "write `3/4 in`"),
    (PRESS, "width: 60 mm", "width: «60 °C»", ""),
    (
        PRESS,
        "mass: 41.2 kg",
        "mass: «~»41 kg",
        "write `41 kg`; an estimate is told as such by a source of `grade: estimated`",
    ),
    (PRESS, "mass: 41.2 kg", "mass: «40-42» kg", "write the one number to reckon with, such as `41 kg`"),
    (PRESS, "mass: 41.2 kg", "mass: «404 N»", "a force is no mass: what weighs so much has 41.2 kg"),
    (
        PRESS,
        "mass: 41.2 kg",
        "mass: «unknown»",
        "write an estimate, and give it a source of `grade: estimated`; where the field may be left out, leave it out",
    ),
    (PRESS, "mass: 41.2 kg", "mass: «1 000» kg", "write `1000 kg`"),
    (PRESS, "time: 3 min}", "time: «1h30»}", "write `90 min`"),
    (
        PRESS,
        "time: 3 min}",
        "time: «0:03»}",
        "write `3 min` if hours and minutes are meant, `3 s` if minutes and seconds are",
    ),
    (PRESS, "quantity: 2 ea", "quantity: «two»", "write `2`"),
    (PRESS, "quantity: 2 ea", "quantity: 1 «pair»", "write `2 ea`"),
    (FRAME, "quantity: 2.1 m", "quantity: «2.1»", "say the unit with the number: `2.1 m`, if that is meant"),
    (WORKS, "power: 300 kW", "power: 400 V / «3»2 A", "no number can stand behind `/`; write one number and one unit"),
    (WORKS, "power: 300 kW", "power: 3«-»phase", "write a number and a unit: a power, such as `12 W`"),
    // Lists, words, marks.
    (WORKS, "imports: listed", "imports: [«motor»]", "write `imports: listed`, and add the items to `import-list`"),
    (PRESS, "instructions: build.md", "instructions: [«build.md»]", "write `build.md`, without brackets"),
    (
        PRESS,
        "authors: [{name: Village works}]",
        "authors: «Jane Doe, Joe Bloggs»",
        "write `[{name: Jane Doe}, {name: Joe Bloggs}]`",
    ),
    (
        PRESS,
        "  - part: leg",
        "  «–» part: leg",
        "write `-`, the key beside the zero; word processors turn it into other characters",
    ),
    (
        PRESS,
        "  - {item: bolt-m12x40, quantity: 4,",
        "  «•» {item: bolt-m12x40, quantity: 4,",
        "write `-`, the key beside the zero; word processors turn it into other characters",
    ),
    (PRESS, "fumes., instructions: '#weld'", "fumes., instructions: «#weld»", "put the text in quotes: `'#weld'`"),
    (
        PRESS,
        "fumes., instructions: '#weld'",
        "fumes., instructions: «weld»",
        "if the heading is meant, write `'#weld'`",
    ),
    (MATERIALS, "kind: material\nid: lubricant", "kind: «part»\nid: lubricant", "did you mean `material`?"),
    (PROCESSES, "kind: process\nid: warm", "kind: «step»\nid: warm", "did you mean `process`?"),
    // What a newcomer writes.
    (
        PRESS,
        "makes: {quantity: 1 ea, mass: 41.2 kg}",
        "makes: {quantity: 1 ea}\n«weight»: 41.2 kg",
        "write it as `makes: {mass: …}`",
    ),
    (
        PRESS,
        "width: 60 mm}, time: 3 min}",
        "width: 60 mm}, time: 3 min, «tolerance»: h7}",
        "what an operation demands stands in its envelope: `envelope: {tolerance: h7}`",
    ),
    (
        PRESS,
        "operations: [{capability: cutting/saw, envelope: {width: 60 mm}, time: 3 min}]",
        "operations: [{«sawing»: 3 min}]",
        "write `{capability: sawing, time: 3 min}`",
    ),
    (
        PRESS,
        "from: [{item: bar, quantity: 1 m}]",
        "from: «bar»",
        "write `[{item: bar, quantity: …}]`, with how much of it goes in",
    ),
    (PRESS, "version: 1.2.0\n", "version: 1.2.0\nreadiness: «tested»\n", "did you mean `prototype`?"),
    (
        FRAME,
        "{item: bar,",
        "{item: «beam»,",
        "describe it in a file of `materials/`, such as `{kind: material, id: beam, unit: ea, origin: bought}`; or make a plan of that id",
    ),
    (STEPS, "item:bolt-m12x40?quantity=4", "«item:Bolt M12x40?quantity=4»", "write `item:bolt-m12x40?quantity=4`"),
    // Links of the steps.
    (STEPS, "item:bolt-m12x40?quantity=4", "«item: bolt-m12x40?quantity=4»", "write `item:bolt-m12x40?quantity=4`"),
    (STEPS, "item:bolt-m12x40?quantity=4", "«item:bolt-m12x4?quantity=4»", "did you mean `item:bolt-m12x40`?"),
    (STEPS, "item:bolt-m12x40?quantity=4", "«bolt-m12x40»", "did you mean `item:bolt-m12x40`?"),
    (STEPS, "part:leg?quantity=2", "«part:press/leg?quantity=2»", "write `part:leg`"),
];

#[test]
fn each_slip_is_told_once_with_what_to_write() {
    let mut problems = Vec::new();
    for (file, instead_of, write, help) in SLIPS {
        let mut files: BTreeMap<&str, String> = correct();
        let text = replaced(&files[file], instead_of, &write.replace(['«', '»'], ""));
        files.insert(file, text);
        let (place, words) = marked(&files[file], write).expect("marks");
        let checked = checked(&MemoryWorld::new(files));
        let found = checked.diagnostics.iter().map(|found| {
            let start = checked.sources.get(found.span.file).position(found.span.start);
            let words = checked.sources.text(found.span).to_owned();
            (format!("{}:{}", start.line, start.column), words, found.help.clone().unwrap_or_default())
        });
        let found: Vec<(String, String, String)> = found.collect();
        if found != [(place, words, (*help).to_owned())] {
            problems.push(format!("{write}: {found:#?}"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
