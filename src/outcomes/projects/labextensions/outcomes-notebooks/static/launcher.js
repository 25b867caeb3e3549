// A card of JupyterLab's launcher that opens a working copy of a report's notebook for a study.
//
// JupyterLab loads it as a container of module federation, a global object with `init` and `get`;
// the libraries are JupyterLab's own, shared with it, so there is nothing to build.
(() => {
  const NAME = "outcomes-notebooks";
  const COMMAND = `${NAME}:open`;
  const LABEL = "Report of a study";
  const CAPTION = "Choose a study and a report, and work in a copy of its notebook";
  const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24">
    <g class="jp-icon3" fill="none" stroke="#616161" stroke-width="2">
    <path d="M5 3v18M5 12h14M9 9v6M17 9v6"/><circle cx="13" cy="12" r="1.6"/></g></svg>`;
  let shared;

  async function use(library) {
    const versions = shared[library];
    return (await versions[Object.keys(versions)[0]].get())();
  }

  async function load() {
    const [launcher, utils, services, core, ui] = await Promise.all(
      ["launcher", "apputils", "services", "coreutils", "ui-components"].map((name) =>
        use(`@jupyterlab/${name}`),
      ),
    );
    const { InputDialog, ICommandPalette, showErrorMessage } = utils;

    async function ask(path, content) {
      const settings = services.ServerConnection.makeSettings();
      const address = core.URLExt.join(settings.baseUrl, "outcomes", path);
      const request = content ? { method: "POST", body: JSON.stringify(content) } : {};
      const answer = await services.ServerConnection.makeRequest(address, request, settings);
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.message);
      return told;
    }

    async function choose(title, items) {
      const chosen = await InputDialog.getItem({ title, items, okLabel: "Choose" });
      return chosen.button.accept ? chosen.value : null;
    }

    async function open(commands, given) {
      const studies = await ask("studies");
      const study = given.study ?? (await choose("Study", Object.keys(studies)));
      if (study === null) return;
      const report = given.report ?? (await choose(`Report of ${study}`, studies[study]));
      if (report === null) return;
      const { path } = await ask("open", { study, report });
      await commands.execute("docmanager:open", { path });
    }

    return {
      id: `${NAME}:launcher`,
      description: CAPTION,
      autoStart: true,
      optional: [launcher.ILauncher, ICommandPalette],
      activate: ({ commands }, cards, palette) => {
        commands.addCommand(COMMAND, {
          label: LABEL,
          caption: CAPTION,
          icon: new ui.LabIcon({ name: `${NAME}:icon`, svgstr: ICON }),
          execute: (given) =>
            open(commands, given).catch((error) => showErrorMessage(LABEL, error.message)),
        });
        cards?.add({ command: COMMAND, category: "Outcomes", rank: 0 });
        palette?.addItem({ command: COMMAND, category: "Outcomes" });
      },
    };
  }

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB[NAME] = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => {
      const plugin = await load();
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
