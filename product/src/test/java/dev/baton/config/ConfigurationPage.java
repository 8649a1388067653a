package dev.baton.config;

import java.util.List;

/** The table behind {@code docs/configuration.md}. */
final class ConfigurationPage {
    static final String EXAMPLE = """
        agents:
          dev: {profile: command, command: [./tools/develop.sh]}
          checker: {profile: command, command: [./tools/review.sh], attempts: 1}
        projects:
          SHOP:
            repository: ../shop.git
            test: ./mvnw -q verify
            pipeline: quick
            agents: {developer: dev, reviewer: checker}
        """;

    static final List<Key> KEYS = List.of(
            key(
                    "server.listen",
                    "127.0.0.1:8420",
                    "Address of the web server; port 0 = a free one. Beyond loopback it needs a"
                            + " reverse proxy with TLS: docs/reverse-proxy.md."),
            key(
                    "server.address",
                    "http://baton.localhost:PORT",
                    "The board's own origin, `http(s)://HOST[:PORT]`: browsers are signed in there"
                            + " and nowhere else. Behind a proxy its public address. The default"
                            + " is for loopback and wildcard addresses; with another `listen` it is"
                            + " `http://` and that. A host name on which nothing else is looked at:"
                            + " cookies know no ports."),
            key(
                    "server.metrics",
                    "token",
                    "Whether `/metrics` needs a token as every other path does: `token`, or"
                            + " `open` for everybody who can connect."),
            key(
                    "server.data",
                    "$XDG_STATE_HOME/baton/NAME",
                    "SQLite file, runs, mirrors, clones, token. Without `XDG_STATE_HOME` below"
                            + " `~/.local/state`; NAME is that of the folder of baton.yaml with a"
                            + " digest of the file's path. Keep it out of every checkout: `baton"
                            + " doctor --move-data` takes it out."),
            key(
                    "server.git-identity",
                    "Baton <baton@localhost>",
                    "Author and committer of what" + " Baton commits."),
            key(
                    "store.url",
                    "sqlite",
                    "The database: `sqlite` is a file in `server.data`;"
                            + " `postgresql://USER@HOST:PORT/DATABASE` a database of PostgreSQL 16"
                            + " or newer (port 5432 if absent), with `?sslmode=verify-full` and"
                            + " `&sslrootcert=FILE` for TLS. One server a database."),
            key(
                    "store.password",
                    "",
                    "The secret that holds the password of `USER`; absent = none, or what"
                            + " `~/.pgpass` says."),
            key(
                    "secrets.NAME",
                    "",
                    "Where a secret is: `env:NAME` or `file:PATH`."
                            + " `command:CMD` is not available in this version."),
            key(
                    "access.NAME.role",
                    "required",
                    "What somebody with a token of their own may do: `viewer` looks, `approver`"
                            + " approves and rejects, `operator` files and commands tasks and"
                            + " releases leases, `admin` everything. The name stands in"
                            + " histories."),
            key(
                    "access.NAME.token",
                    "required",
                    "The secret that holds it: 16 to 512 printable characters."),
            key(
                    "notify.webhook.url",
                    "",
                    "Where notices are posted as JSON. 2xx is told; 408, 425, 429, 5xx and silence"
                            + " are tried again for about a day; any other answer is final."
                            + " Redirects are not followed."),
            key(
                    "notify.webhook.secret",
                    "required",
                    "The secret that signs them: `X-Baton-Signature: sha256=HEX`, HMAC-SHA256 of"
                            + " the body."),
            key(
                    "notify.webhook.kinds",
                    "all",
                    "Of `alert`, `parked`, `approval`, `moved`, `cancelled`, `comment`,"
                            + " `command`."),
            key("jobs.max-concurrency", "2", "Agents at once on the whole server."),
            key(
                    "jobs.max-commands",
                    "2",
                    "Gate, image and deploy commands at once on the whole server; a rollback"
                            + " waits for none."),
            key(
                    "jobs.disk",
                    "",
                    "What the data folder may hold, as `100GB`, looked at once a minute. Beyond"
                            + " it nothing new starts, and the tasks that wait say so; what runs"
                            + " goes on. Absent = whatever fits."),
            key(
                    "agents.NAME.profile",
                    "required",
                    "`command`. The profiles `claude`, `codex`,"
                            + " `gemini` and `opencode` are not available in this version."),
            key(
                    "agents.NAME.command",
                    "required",
                    "Program and arguments, a list; not given to a"
                            + " shell. The prompt is its standard input, its folder the clone."),
            key("agents.NAME.model", "", "Not available in this version."),
            key("agents.NAME.timeout", "45m", "Longest a run may take."),
            key(
                    "agents.NAME.silence",
                    "10m",
                    "So long without output = stuck; at most the" + " timeout."),
            key("agents.NAME.attempts", "2", "Charged attempts in one visit of a stage."),
            key(
                    "agents.NAME.max-concurrency",
                    "",
                    "Runs of it at once, whatever the project and the role."),
            key(
                    "agents.NAME.sandbox",
                    "auto",
                    "`auto`: its runs are shut in by bubblewrap where that works, else they are"
                            + " the server's user, with a warning at start and in `doctor`;"
                            + " `bubblewrap`: the server does not start without; `none`."),
            key(
                    "agents.NAME.sandbox-write",
                    "[]",
                    "Folders and files, also `~/…`, that its runs may write beside their clone and"
                            + " their home. A missing folder is made. Refused: `/`, the home"
                            + " folder as a whole, the data folder, this file."),
            key(
                    "agents.NAME.sandbox-read",
                    "[]",
                    "What its runs see beside the system: in place of the home folder they have"
                            + " one of their own, kept per project and role, with the agent's"
                            + " login in it. Of yours only folders of programs are shown. So"
                            + " `~/.m2/settings.xml` or `~/.npmrc` are named here if a build"
                            + " needs them."),
            key(
                    "agents.NAME.memory",
                    "three quarters of the machine's",
                    "What a run may use of it, all its processes together, as `4GB`. Held by a"
                            + " control group where the server may make some (`docs/security.md`),"
                            + " else looked at every 2 s; beyond it the run ends as a failed"
                            + " attempt."),
            key("agents.NAME.processes", "4096", "Processes and threads of a run, as above."),
            key("agents.NAME.open-files", "65536", "Files open at once in one process of a run."),
            key(
                    "agents.NAME.disk",
                    "20GB",
                    "Files of its work folder, and of what its home grew by. Looked at every"
                            + " 2 s everywhere."),
            key(
                    "agents.NAME.env",
                    "[]",
                    "Variables passed through by name, beside PATH, HOME,"
                            + " USER, LANG, LC_ALL, TZ, TMPDIR and JAVA_HOME. Everything else is"
                            + " withheld. A name with a word like key, token, secret, password,"
                            + " credential or auth is a secret, and so is a value that begins as"
                            + " issuers begin their keys (`sk-`, `ghp_`, `AKIA` …): it is hidden in"
                            + " what is shown. A name that ends with FILE, PATH, DIR or SOCK is a"
                            + " place."),
            key("projects.NAME.repository", "required", "A path or a URL; bare or ordinary."),
            key("projects.NAME.base", "main", "The branch tasks land on."),
            key("projects.NAME.test", "", "Every command of the presets; required with them."),
            key(
                    "projects.NAME.pipeline",
                    "",
                    "A preset: `quick` or `standard`. Absent ="
                            + " `.baton/pipeline.yaml` of the base branch."),
            key(
                    "projects.NAME.approve-production",
                    "true",
                    "With `pipeline: standard`: whether a person approves what landed before it"
                            + " is deployed to production."),
            key("projects.NAME.agents.ROLE", "", "The agent of a role."),
            key(
                    "projects.NAME.sandbox",
                    "auto",
                    "The same as for an agent, for the commands of gates."),
            key(
                    "projects.NAME.sandbox-write",
                    "[]",
                    "The same as for an agent, for the commands of gates."),
            key(
                    "projects.NAME.sandbox-read",
                    "[]",
                    "The same as for an agent, for the commands of gates."),
            key(
                    "projects.NAME.hygiene.off",
                    "[]",
                    "Checks of the gate `hygiene` that are not made: `submodules`, `lfs`, `names`,"
                            + " `links`, `conflicts`, `size`, `replayed`. Here and below: beside"
                            + " what the pipeline says."),
            key(
                    "projects.NAME.hygiene.except",
                    "{}",
                    "By check, patterns of paths that it leaves out, each with the reason:"
                            + " `{conflicts: {docs/merging.md: shows markers}}`."),
            key(
                    "projects.NAME.hygiene.max-size",
                    "10MB",
                    "How large a file may be; of this and the pipeline's the larger one counts."),
            key(
                    "projects.NAME.hygiene.hosts",
                    "[]",
                    "Hosts such as `github.com` that the server asks over https whether they have"
                            + " the commit of a submodule, beside the repository's own host."),
            key(
                    "projects.NAME.memory",
                    "three quarters of the machine's",
                    "The same as for an agent, for the commands of gates."),
            key(
                    "projects.NAME.processes",
                    "4096",
                    "The same as for an agent, for the commands of gates."),
            key(
                    "projects.NAME.open-files",
                    "65536",
                    "The same as for an agent, for the commands of gates."),
            key(
                    "projects.NAME.disk",
                    "20GB",
                    "The same as for an agent, for the commands of gates."),
            key(
                    "projects.NAME.max-concurrency",
                    "",
                    "Agents at once in this project; absent =" + " only the server's limit."),
            key("projects.NAME.clone", "full", "Another value is not available in this version."),
            key(
                    "projects.NAME.forge.kind",
                    "git",
                    "`gitea` and `github` are not available in this" + " version."),
            key(
                    "projects.NAME.tracker.kind",
                    "board",
                    "`plane` and `issues` are not available in" + " this version."),
            key(
                    "projects.NAME.environments.NAME.kind",
                    "command",
                    "`command`: deployed to by commands. `git-ref`: a branch or tag of the"
                            + " repository that is moved, by compare-and-set; it has `ref`,"
                            + " `timeout`, `windows` and `health`, and no commands."),
            key(
                    "projects.NAME.environments.NAME.ref",
                    "required with `git-ref`",
                    "The branch or tag in full: `refs/heads/NAME` or `refs/tags/NAME`."),
            key(
                    "projects.NAME.environments.NAME.start",
                    "required",
                    "The deploy command, given to `sh -c` in a checkout of the commit,"
                            + " `BATON_CHECKOUT`, with BATON_DEPLOY_ID, BATON_ENVIRONMENT,"
                            + " BATON_SHA and BATON_PREVIOUS_SHA. Its program, where that is a"
                            + " relative path, is the one in the folder of the file. A line that"
                            + " names a file of the commit, such as `sh deploy.sh`, parks its"
                            + " task. It is never ended by force."),
            key(
                    "projects.NAME.environments.NAME.from",
                    "settings",
                    "`repository`: `start` and `rollback` run the script of the commit, which"
                            + " agents wrote. Then a gate `approval` has to stand before the"
                            + " deploy, after the last stage that pushes, or `sandbox` beside"
                            + " it."),
            key(
                    "projects.NAME.environments.NAME.sandbox",
                    "none",
                    "The same as for an agent, for `start` and `rollback`. With `from:"
                            + " repository` `auto` insists as `bubblewrap` does."),
            key(
                    "projects.NAME.environments.NAME.sandbox-write",
                    "[]",
                    "The same as for an agent, for `start` and `rollback`."),
            key(
                    "projects.NAME.environments.NAME.sandbox-read",
                    "[]",
                    "The same as for an agent, for `start` and `rollback` that are shut in."),
            key(
                    "projects.NAME.environments.NAME.memory",
                    "",
                    "The same as for an agent, for `start` and `rollback` that are shut in."),
            key(
                    "projects.NAME.environments.NAME.processes",
                    "",
                    "The same as for an agent, for `start` and `rollback` that are shut in."),
            key(
                    "projects.NAME.environments.NAME.open-files",
                    "",
                    "The same as for an agent, for `start` and `rollback` that are shut in."),
            key(
                    "projects.NAME.environments.NAME.disk",
                    "",
                    "The same as for an agent, for `start` and `rollback` that are shut in."),
            key(
                    "projects.NAME.environments.NAME.status",
                    "",
                    "Asked where nobody saw the deploy command end; answers"
                            + " `{\"id\":…,\"sha\":…,\"state\":…}`, state being"
                            + " `running`, `healthy`, `failed` or `absent`."
                            + " Runs in the folder of the file, as `health.command` does, at most"
                            + " 10 s. Absent = a person is asked."),
            key(
                    "projects.NAME.environments.NAME.rollback",
                    "",
                    "Brings back what was healthy before, when a deployment is red; gets what a"
                            + " deploy gets, with `BATON_SHA` the commit to bring back and"
                            + " `BATON_ROLLS_BACK` the id of the red deployment. Absent = nothing"
                            + " is brought back."),
            key(
                    "projects.NAME.environments.NAME.timeout",
                    "10m",
                    "How long the deploy command may take; beyond it the deploy is in doubt."),
            key(
                    "projects.NAME.environments.NAME.windows",
                    "",
                    "When deploys to it may begin, a list such as"
                            + " `[\"Mon-Fri 09:00-17:00 Europe/Berlin\"]`; absent = always. A"
                            + " window that ends before it begins ends on the next day. What is"
                            + " under way, and a rollback, wait for none."),
            key(
                    "projects.NAME.environments.NAME.health.url",
                    "",
                    "Healthy = status 200 and JSON whose field `json` is the commit, or one of"
                            + " the repository that contains it (not when one is brought back);"
                            + " redirects do not count. Without `health` the deploy command's exit"
                            + " code 0 is enough."),
            key(
                    "projects.NAME.environments.NAME.health.json",
                    "",
                    "The field of the answer, further down with dots between the names, as in"
                            + " `build.sha`; required with `url`."),
            key(
                    "projects.NAME.environments.NAME.health.command",
                    "",
                    "In place of `url`: healthy = exit code 0."),
            key(
                    "projects.NAME.environments.NAME.health.successes",
                    "1",
                    "Healthy answers in a row; asked every second."),
            key(
                    "projects.NAME.environments.NAME.health.deadline",
                    "2m",
                    "For all of them, from the end of the deploy command; then the gate is red."),
            key(
                    "reaper.enabled",
                    "true",
                    "Whether dead, silent and overdue runs are given up. Takeover of dead owners"
                            + " and stale queue heads have switches of their own."),
            key("reaper.interval", "5s", "How often runs are looked at."),
            key(
                    "reaper.dead-ticks",
                    "2",
                    "So many looks in a row must find a run dead where that"
                            + " cannot be proven."),
            key(
                    "reaper.finalize-grace",
                    "1m",
                    "How long a result may wait, and an owner stay past its step, before somebody"
                            + " acts."),
            key(
                    "reaper.finalizer-liveness",
                    "true",
                    "Whether a result that waits is left to a living activity of its task."),
            key(
                    "reaper.max-running",
                    "2h",
                    "The longest any run may take. Must be above every"
                            + " declared timeout plus finalize-grace."),
            key(
                    "reconciler.enabled",
                    "true",
                    "Whether the forge is read again for what people did to branches. Without it"
                            + " a task learns that only when it pushes or lands."),
            key("reconciler.interval", "1m", "How often."),
            key(
                    "merge-lease.reclaim-enabled",
                    "true",
                    "Whether heads that are gone, or at the head for too long, are sent away."),
            key(
                    "merge-lease.ceiling",
                    "1h",
                    "So long at the head of a merge queue, then to its tail; the third time the"
                            + " task is parked. Watched time, holds left out. Must be above what"
                            + " the commands at the head may take together."),
            key(
                    "merge-lease.age-up",
                    "30m",
                    "Waiting so long in a merge queue raises a task by one class of priority."),
            key(
                    "merge-lease.projects",
                    "all",
                    "Projects where a task lands only at the head of its queue; `[]` = none."
                            + " Elsewhere all land at once, and who comes second tests again."),
            key(
                    "transition-lease.enabled",
                    "true",
                    "Whether a living owner keeps its task until its step's own timeout; off:"
                            + " finalize-grace alone counts. The epoch guard cannot be switched."),
            key(
                    "transition-lease.reclaim-enabled",
                    "true",
                    "Whether a task is taken from a dead owner at once; off: by `baton lease"
                            + " release` only."),
            key(
                    "transition-lease.projects",
                    "all",
                    "Where living owners are protected; `[]` = nowhere."),
            key(
                    "cleanup.enabled",
                    "true",
                    "Whether what finished tasks leave is removed by itself;"
                            + " `baton cleanup` removes their files by hand."),
            key(
                    "cleanup.clones",
                    "168h",
                    "So long after a task is over its clone is kept, and what its runs were"
                            + " handed."),
            key(
                    "cleanup.logs",
                    "720h",
                    "The same for the folders of its runs with their logs, and for clones that"
                            + " were set aside."),
            key(
                    "cleanup.history",
                    "2160h",
                    "The same for its events and notices. What a receipt is made of is kept for"
                            + " good."),
            key(
                    "testing.enabled",
                    "false",
                    "Faults on purpose, for tests of Baton itself. Never where work is done."),
            key(
                    "testing.failpoints",
                    "[]",
                    "`POINT=ACTION` or `POINT=ACTION@N` (at the Nth time): a named point of the"
                            + " server and `note`, `kill`, `halt`, `stop`, `hang` or `throw`;"
                            + " refused unless `testing.enabled`."));

    private static final String PROTECTED = """

            ## What lands without a person, and what does not

            In every pipeline, named or not, the gate `protected-paths` is on the merge
            candidate, before anything of it runs. It compares the tree of the base with the
            tree of the candidate: every visit, merge, rename, mode, link and submodule counts.
            Protected are

            - `.baton/**` and `baton.yaml`, and the file of these settings where it lies in the
              checkout that tasks land on;
            - what runs on a push: `.github/**`, `.gitlab-ci.yml`, `.gitlab/**`, `.gitea/**`,
              `.forgejo/**`, `.woodpecker*`, `.circleci/**`, `Jenkinsfile*`,
              `azure-pipelines*`, `.azure-pipelines/**`, `.drone*`, `.buildkite/**`,
              `.travis.yml`, `appveyor.yml`, `bitbucket-pipelines.yml`, `.cirrus*`,
              `.semaphore/**`, `.teamcity/**`, `.builds/**`, `.build.yml`, `buildspec.yml`,
              `cloudbuild.yaml`, `.ci/**`, `CODEOWNERS`;
            - prompts of the pipeline, and the programs that `test`, the commands of gates,
              `start`, `status`, `rollback` and `health.command` name: `./tools/check.sh`,
              `sh ci/test.sh`, `cd ci && ./test.sh`, and what links of the base make of them.

            Upper and lower case make no difference. A candidate that changes one of them parks
            its task with the names; `baton task approve KEY`, or the button, is a person's word
            for exactly that change: a later candidate with the same one needs no other, every
            other one does. A changed `.baton/pipeline.yaml` that no task could be pinned to is
            red, whatever anybody says. A pipeline of your own can say more:

            ```yaml
            - protected-paths:
                paths: [mvnw, .mvn/wrapper/**, gradlew, gradle/wrapper/**]   # protected too
                except: {.github/ISSUE_TEMPLATE/**: forms for people}        # each with why
                approval: approver          # none = every change is red
            ```

            What a build tool reads (`pom.xml`, `package.json`, a `Makefile`) is not protected:
            agents have to change it. What it can do is bounded by `sandbox`.

            ## What never lands by mistake

            In every pipeline, named or not, the gate `hygiene` looks at what a stage with an
            agent pushes, and again at the merge candidate. It runs no command and compares
            trees: the head with the commit where it left the base, the candidate with the base.
            What the base has already, also under another path, is not the change's doing. Red,
            with the path and the way out:

            | check | what |
            |---|---|
            | `submodules` | a repository inside the clone that `.gitmodules` does not name; a \
            submodule at a commit that its remote does not have; a bare repository kept as \
            files |
            | `lfs` | a pointer of Git LFS whose object was not uploaded; a file below \
            `filter=lfs` of `.gitattributes` that is no pointer |
            | `names` | a name that macOS or Windows takes for another one beside it (case, \
            Unicode), or cannot have: `aux.txt`, `a:b`, a dot or blank at the end |
            | `links` | a link to an absolute path, through `..` out of the tree, or into `.git` |
            | `conflicts` | a line that begins with seven `<` or `>` and a blank, in a text |
            | `size` | a file above `max-size` |
            | `replayed` | a commit that the base has under another hash |

            ```yaml
            - hygiene:      # in a stage that pushes or merges; the others take it from the first
                off: [names]
                max-size: 50MB
                except: {conflicts: {docs/merging.md: shows markers}}   # by check, each with why
            ```

            Submodules: the server asks the remote for the one commit, within 15 s, five at most,
            only at the host of the repository by the repository's own transport, or at
            `hygiene.hosts` by https; a path only where the repository is one and both lie in the
            same folder; redirects are not followed. Their folders are empty for agents and gates,
            and commits made in them are not pushed. Git LFS: an object is looked for in
            `lfs/objects` of a repository that is a path, and by the batch API at the address of
            one over https; `.lfsconfig` is not read. Files are pointers for agents and gates, and
            objects are not uploaded. What could not be asked is neither yes nor no: the gate is
            green and says what is not known.
            """;

    private ConfigurationPage() {}

    /** One setting. */
    record Key(String path, String standard, String what) {}

    static String text() {
        StringBuilder page = new StringBuilder("""
            # Configuration

            Baton reads one file: the one of `--config FILE`, else `./baton.yaml`, else
            `$XDG_CONFIG_HOME/baton/baton.yaml` (`~/.config` without that variable). The
            smallest one that is of use:

            ```yaml
            """);
        page.append(EXAMPLE).append("""
            ```

            Relative paths, the program of a `command` included, are relative to the folder of
            the file. Durations are written `500ms`, `10s`, `45m`, `2h`. A key that Baton does
            not know is an error, never ignored; all problems are reported at once with file and
            line. YAML aliases are not supported.

            | key | default | what |
            |---|---|---|
            """);
        for (Key key : KEYS) {
            page.append("| `").append(key.path()).append("` | ");
            page.append(
                    key.standard().isEmpty() || key.standard().equals("required")
                            ? key.standard()
                            : "`" + key.standard() + "`");
            page.append(" | ").append(key.what()).append(" |\n");
        }
        return page.append(PROTECTED).append("""

            Made by `ConfigurationPageTest`; change the table in `ConfigurationPage`.
            """).toString();
    }

    private static Key key(String path, String standard, String what) {
        return new Key(path, standard, what);
    }
}
