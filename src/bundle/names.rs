//! Names of things as links.

use super::form::Form;
use super::links::{capability_page, facility_page, line_anchor, material_page, plan_page, process_page, relative};
use super::view::{Link, Name};
use crate::catalog::{Catalog, ItemOwner};
use crate::graph::{Graph, ItemIndex, RecipeIndex, RecipeSource};
use crate::model::{Equipment, EquipmentKind};

/// Names of things as links, from one page.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// What there is.
    pub catalog: &'a Catalog,
    /// Its items and recipes.
    pub graph: &'a Graph,
    /// The path of the page that they stand on.
    pub from: &'a str,
    /// What that page is written as.
    pub form: Form,
}

impl Names<'_> {
    /// How this page leads to a path.
    pub fn href(&self, to: &str) -> String {
        relative(self.from, to)
    }

    /// An item: its page, or its line in the plan that makes it.
    pub fn item(&self, index: ItemIndex) -> Name {
        let item = self.graph.item(index);
        let to = match item.owner {
            ItemOwner::Material(_) => material_page(item.id.as_str()),
            ItemOwner::Plan(_) => plan_page(item.id.as_str()),
            ItemOwner::Part { plan, line } => self.line_path(plan, line),
            ItemOwner::Hole(_) => return Name { text: item.title.clone(), href: None },
        };
        Name { text: item.title.clone(), href: Some(self.href(&to)) }
    }

    /// The item of an id, or its bare id where there is none.
    pub fn item_of(&self, id: &str) -> Name {
        self.graph.item_index(id).map_or_else(|| Name { text: id.to_owned(), href: None }, |index| self.item(index))
    }

    /// A recipe: the page of its process or plan, or the line of its part.
    pub fn recipe(&self, index: RecipeIndex) -> Name {
        let recipe = self.graph.recipe(index);
        let to = match recipe.source {
            RecipeSource::Process(_) => process_page(recipe.id.as_str()),
            RecipeSource::Plan(_) => plan_page(recipe.id.as_str()),
            RecipeSource::Part { plan, line } => self.line_path(plan, line),
        };
        Name { text: recipe.title.clone(), href: Some(self.href(&to)) }
    }

    /// What a machine is called.
    pub fn equipment(&self, machine: &Equipment) -> String {
        match &machine.kind {
            EquipmentKind::Described { id, title, .. } => title.clone().unwrap_or_else(|| id.value.to_string()),
            EquipmentKind::FromPlan(plan) => self.item_of(plan.value.as_str()).text,
        }
    }

    /// A capability, or its bare id where it is not described.
    pub fn capability(&self, id: &str) -> Name {
        match self.catalog.index.capability(id) {
            Some(index) => {
                let text = self.catalog.capabilities[index].title.clone().unwrap_or_else(|| id.to_owned());
                Name { text, href: Some(self.href(&capability_page(id))) }
            }
            None => Name { text: id.to_owned(), href: None },
        }
    }

    /// A plan, by its index.
    pub fn plan(&self, index: usize) -> Link {
        let plan = &self.catalog.plans[index];
        let id = plan.id.value.as_str();
        Link { text: plan.title.clone().unwrap_or_else(|| id.to_owned()), href: self.href(&plan_page(id)) }
    }

    /// A facility, by its index.
    pub fn facility(&self, index: usize) -> Link {
        let facility = &self.catalog.facilities[index];
        let id = facility.id.value.as_str();
        Link { text: facility.title.clone().unwrap_or_else(|| id.to_owned()), href: self.href(&facility_page(id)) }
    }

    fn line_path(&self, plan: usize, line: usize) -> String {
        format!("{}#{}", plan_page(self.catalog.plans[plan].id.value.as_str()), line_anchor(line))
    }
}
