// A card of JupyterLab's launcher that opens a working copy of a report's notebook for a study.
//
// JupyterLab loads it as a container of module federation, a global object with `init` and `get`;
// the libraries are JupyterLab's own, shared with it, so there is nothing to build.
(() => {
  const NAME = "outcomes-notebooks";
  const COMMAND = `${NAME}:open`;
  const LABEL = "Report of a study";
  const CAPTION = "Choose a study and a report, and work in a copy of its notebook";
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

    async function open(commands) {
      const studies = await ask("studies");
      const study = await choose("Study", Object.keys(studies));
      const report = study && (await choose(`Report of ${study}`, studies[study]));
      if (!report) return;
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
          icon: ui.notebookIcon,
          execute: () =>
            open(commands).catch((error) => showErrorMessage(LABEL, error.message)),
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
