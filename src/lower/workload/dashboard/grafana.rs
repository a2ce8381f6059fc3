//! The parts of Grafana's dashboard model that platgen writes.

use serde::Serialize;

/// The version of the model: of Grafana 12 and 13. Older ones read it too, newer ones bring it up to date themselves.
pub(super) const SCHEMA_VERSION: u32 = 42;

/// The columns of a dashboard.
const COLUMNS: u32 = 24;
/// The columns of a graph: three stand beside one another.
const WIDTH: u32 = 8;
/// The lines of a graph.
const HEIGHT: u32 = 8;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DashboardModel<'a> {
    pub(super) uid: &'a str,
    pub(super) title: &'a str,
    pub(super) tags: Vec<String>,
    pub(super) editable: bool,
    pub(super) graph_tooltip: u32,
    pub(super) refresh: &'static str,
    pub(super) schema_version: u32,
    pub(super) time: TimeRange,
    pub(super) timezone: &'static str,
    pub(super) templating: Templating,
    pub(super) panels: Vec<PanelModel>,
}

#[derive(Serialize)]
pub(super) struct TimeRange {
    pub(super) from: &'static str,
    pub(super) to: &'static str,
}

#[derive(Serialize)]
pub(super) struct Templating {
    pub(super) list: [DatasourceVariable; 1],
}

/// The list from which whoever looks chooses a Prometheus.
#[derive(Serialize)]
pub(super) struct DatasourceVariable {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    #[serde(rename = "type")]
    pub(super) of_type: &'static str,
    pub(super) query: &'static str,
}

/// A row or a graph.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PanelModel {
    id: u32,
    #[serde(rename = "type")]
    of_type: &'static str,
    title: String,
    grid_pos: GridPosition,
    #[serde(skip_serializing_if = "Option::is_none")]
    collapsed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    panels: Option<[u32; 0]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    datasource: Option<Datasource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field_config: Option<FieldConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<GraphOptions>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    targets: Vec<Target>,
}

#[derive(Serialize)]
struct GridPosition {
    h: u32,
    w: u32,
    x: u32,
    y: u32,
}

/// The datasource that was chosen.
#[derive(Serialize)]
struct Datasource {
    #[serde(rename = "type")]
    of_type: &'static str,
    uid: &'static str,
}

#[derive(Serialize)]
struct FieldConfig {
    defaults: FieldDefaults,
    overrides: [u32; 0],
}

#[derive(Serialize)]
struct FieldDefaults {
    unit: String,
    min: u32,
}

#[derive(Serialize)]
struct GraphOptions {
    tooltip: TooltipOptions,
}

#[derive(Serialize)]
struct TooltipOptions {
    mode: &'static str,
    sort: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Target {
    ref_id: char,
    expr: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    legend_format: Option<String>,
}

/// A graph: its title, its unit, and each line's query with what it is called.
pub(super) struct Graph {
    pub(super) title: String,
    pub(super) unit: String,
    pub(super) lines: Vec<(String, Option<String>)>,
}

impl Graph {
    /// A graph of lines that are all called something.
    pub(super) fn new(title: &str, unit: &str, lines: impl IntoIterator<Item = (String, &'static str)>) -> Self {
        let lines = lines.into_iter().map(|(query, legend)| (query, Some(legend.into()))).collect();
        Self { title: title.into(), unit: unit.into(), lines }
    }
}

/// Rows of graphs, put on the grid one after the other.
#[derive(Default)]
pub(super) struct Board {
    panels: Vec<PanelModel>,
    /// The line below everything so far.
    below: u32,
}

impl Board {
    /// Adds a row; nothing where it has no graphs.
    pub(super) fn row(&mut self, title: &str, graphs: Vec<Graph>) {
        if graphs.is_empty() {
            return;
        }
        let position = GridPosition { h: 1, w: COLUMNS, x: 0, y: self.below };
        self.below += 1;
        let row = PanelModel {
            collapsed: Some(false),
            panels: Some([]),
            ..PanelModel::new(self.next_id(), "row", title.into(), position)
        };
        self.panels.push(row);
        let per_line = COLUMNS / WIDTH;
        for (graph, index) in graphs.into_iter().zip(0_u32..) {
            let (line, column) = (index / per_line, index % per_line);
            if column == 0 {
                self.below += HEIGHT;
            }
            debug_assert!(self.below >= HEIGHT * (line + 1), "a line of graphs has its height");
            let position = GridPosition { h: HEIGHT, w: WIDTH, x: column * WIDTH, y: self.below - HEIGHT };
            let panel = graph.place(self.next_id(), position);
            self.panels.push(panel);
        }
    }

    fn next_id(&self) -> u32 {
        u32::try_from(self.panels.len()).map_or(u32::MAX, |count| count + 1)
    }

    /// The panels.
    pub(super) fn into_panels(self) -> Vec<PanelModel> {
        self.panels
    }
}

impl PanelModel {
    fn new(id: u32, of_type: &'static str, title: String, grid_pos: GridPosition) -> Self {
        let (collapsed, panels) = (None, None);
        let (datasource, field_config, options) = (None, None, None);
        Self { id, of_type, title, grid_pos, collapsed, panels, datasource, field_config, options, targets: Vec::new() }
    }
}

impl Graph {
    fn place(self, id: u32, position: GridPosition) -> PanelModel {
        let letters = 'A'..='Z';
        let targets =
            letters.zip(self.lines).map(|(ref_id, (expr, legend_format))| Target { ref_id, expr, legend_format });
        PanelModel {
            datasource: Some(Datasource { of_type: "prometheus", uid: "${datasource}" }),
            field_config: Some(FieldConfig { defaults: FieldDefaults { unit: self.unit, min: 0 }, overrides: [] }),
            options: Some(GraphOptions { tooltip: TooltipOptions { mode: "multi", sort: "desc" } }),
            targets: targets.collect(),
            ..PanelModel::new(id, "timeseries", self.title, position)
        }
    }
}
