//! What lasts more than one run: the share of an input that a run uses up, and how many runs a batch is.

use super::index::ItemOwner;
use super::{Catalog, ItemMeasure, Mismatch};
use crate::model::{BomEntry, Id, Operation, Plan, Process};
use crate::quantity::{Dimension, Quantity};
use crate::text::Spanned;

/// Seconds in an hour.
const SECONDS_PER_HOUR: f64 = 3600.0;

/// What one run of a recipe does, as lifetimes and batches are held against it.
#[derive(Clone, Debug)]
pub struct RunMeasure {
    /// How the main output is counted; `None` if it is not known.
    main: Option<ItemMeasure>,
    /// Good output of it per run, in its unit of account.
    output: f64,
    /// Machine hours of the operations per run, without set-up.
    machine_h: f64,
    /// Runs per batch; may be any positive number.
    batch_runs: f64,
    /// Whether a batch is stated, so that `batch_runs` is what is made of it over the output of a run.
    has_batch: bool,
}

/// What one run uses up of a quantity that is written on a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The part of the quantity that a run uses up.
    pub of_run: f64,
    /// Whether the rest lasts: what is used up wears off, and is no part of what is made.
    pub is_worn: bool,
    /// Whether it is given per good output of the main output: a run that gives twice as much uses up twice as much.
    pub follows_output: bool,
}

impl Share {
    /// All that is written is used up.
    pub const ALL: Self = Self { of_run: 1.0, is_worn: false, follows_output: false };
}

impl RunMeasure {
    /// Of a process: its first output that is no by-product is the main one.
    pub fn of_process(catalog: &Catalog, process: &Process) -> Self {
        let yield_fraction = process.yield_fraction.as_ref().map_or(1.0, |y| y.value).clamp(0.0, 1.0);
        let main = process.outputs.iter().filter(|output| !output.by_product).find_map(|output| {
            let measure = ItemMeasure::of(catalog, catalog.index.item(output.item.value.as_str())?);
            let amount = measure.amount(&output.quantity.as_ref()?.value).ok()?;
            Some((measure, amount * yield_fraction))
        });
        Self::new(main, &process.operations, process.batch.as_ref())
    }

    /// Of a plan.
    pub fn of_plan(plan: &Plan) -> Self {
        let made = plan.made_amount().unwrap_or(0.0);
        Self::new(Some((ItemMeasure::of_plan(plan), made)), &plan.operations, plan.batch.as_ref())
    }

    /// Of the part on a line of a plan; `None` if there is none.
    pub fn of_part(catalog: &Catalog, plan: usize, line: usize) -> Option<Self> {
        let BomEntry::Part(part) = &catalog.plans.get(plan)?.bom.get(line)?.entry else { return None };
        let measure = ItemMeasure::of(catalog, ItemOwner::Part { plan, line });
        Some(Self::new(Some((measure, 1.0)), &part.operations, part.batch.as_ref()))
    }

    fn new(main: Option<(ItemMeasure, f64)>, operations: &[Operation], batch: Option<&Spanned<Quantity>>) -> Self {
        let seconds: f64 =
            operations.iter().filter_map(|operation| operation.time.as_ref()).map(|time| time.value.si()).sum();
        let (main, output) = main.map_or((None, 0.0), |(measure, output)| (Some(measure), output));
        let mut run = Self { main, output, machine_h: seconds / SECONDS_PER_HOUR, batch_runs: 1.0, has_batch: false };
        let made = batch.and_then(|batch| run.batch_amount(&batch.value).ok()).unwrap_or(f64::NAN);
        if made > 0.0 && run.output > 0.0 {
            run.batch_runs = made / run.output;
            run.has_batch = true;
        }
        run
    }

    /// Runs per batch: a batch of good output over the good output of a run; 1 where no batch is stated.
    pub fn batch_runs(&self) -> f64 {
        self.batch_runs
    }

    /// Whether a batch is stated: what is done once a batch then goes with good output, not with runs.
    pub fn has_batch(&self) -> bool {
        self.has_batch
    }

    /// A batch in the main output's unit of account, in which a plain number is read.
    ///
    /// # Errors
    /// Says what dimension would do, if this one does not.
    pub fn batch_amount(&self, batch: &Quantity) -> Result<f64, Mismatch> {
        let Some(main) = &self.main else { return Ok(f64::NAN) };
        let is_plain = batch.as_written().ends_with(|last: char| last.is_ascii_digit() || last == '.');
        if batch.dimension() == Dimension::NONE && is_plain { Ok(batch.amount()) } else { main.amount(batch) }
    }

    /// What one run uses up of a quantity that has a lifetime: use per run over lifetime. A count is of runs (of batches,
    /// where the quantity goes in once a batch), a time of machine hours, an amount of good output. Without a lifetime, it is
    /// all used up.
    ///
    /// # Errors
    /// Says what lifetime would do, if this one does not.
    pub fn share(&self, lifetime: Option<&Quantity>, per_batch: bool) -> Result<Share, Mismatch> {
        let runs = if per_batch { self.batch_runs } else { 1.0 };
        let follows_batch = per_batch && self.has_batch;
        let all = Share { of_run: 1.0 / runs, is_worn: false, follows_output: follows_batch };
        // What is zero or less is told by a rule of its own.
        let Some(lifetime) = lifetime.filter(|lifetime| lifetime.si() > 0.0) else { return Ok(all) };
        let (of_run, follows_output) = match lifetime.dimension() {
            Dimension::NONE => (1.0 / (lifetime.si() * runs), follows_batch),
            Dimension::TIME if self.machine_h > 0.0 => (self.machine_h * SECONDS_PER_HOUR / lifetime.si(), false),
            Dimension::TIME => {
                let help = "or give its operations a `time`";
                return Err(self.mismatch(", since no operation here has a `time`", Some(help)));
            }
            _ => match &self.main {
                Some(main) => {
                    let lasts = main.amount(lifetime).map_err(|_| self.mismatch("", None))?;
                    (self.output / lasts, true)
                }
                None => return Ok(all),
            },
        };
        Ok(Share { of_run, is_worn: true, follows_output })
    }

    fn mismatch(&self, why: &str, help: Option<&str>) -> Mismatch {
        let hours = if why.is_empty() { ", machine hours, such as `2000 h`" } else { "" };
        let amount = self.main.as_ref().filter(|main| main.unit.dimension() != Dimension::NONE).map_or_else(
            String::new,
            |main| {
                format!(
                    "{}or an amount of what is made, such as `40 {}`",
                    if hours.is_empty() { " " } else { ", " },
                    main.unit.symbol()
                )
            },
        );
        Mismatch {
            expected: format!("a number of runs, such as `200`{hours}{amount}{why}"),
            help: help.map(str::to_owned),
        }
    }
}

impl Catalog {
    /// The lifetime that an item's own document states, for inputs that name it and say nothing else.
    pub fn lifetime_of(&self, item: &Id) -> Option<&Spanned<Quantity>> {
        match self.index.item(item.as_str())? {
            ItemOwner::Material(index) => self.materials[index].lifetime.as_ref(),
            ItemOwner::Plan(_) | ItemOwner::Part { .. } | ItemOwner::Hole(_) => None,
        }
    }
}
