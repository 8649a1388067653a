package dev.baton.deploy.command;

import dev.baton.deploy.Environment;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.deploy.HealthSettings;
import dev.baton.deploy.Lineage;
import dev.baton.http.HttpCalls;
import dev.baton.model.DeployAnswer;
import dev.baton.model.Deployment;
import dev.baton.model.Evidence;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Sha;
import dev.baton.model.TransientFailure;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An environment that is asked by commands and HTTP.
 *
 * @param redact takes secrets out of what it answers, since that is stored and shown
 * @param lineage says whether what it answers contains what was deployed
 */
record CommandEnvironment(
        EnvironmentSettings settings,
        HttpCalls calls,
        Questions questions,
        UnaryOperator<String> redact,
        Lineage lineage)
        implements Environment {
    @Override
    public EnvironmentSettings.Source from() {
        return settings.from();
    }

    @Override
    public Path folder() {
        return questions.folder();
    }

    @Override
    public String start() {
        return settings.start();
    }

    @Override
    public Optional<String> rollback() {
        return Optional.ofNullable(settings.rollback());
    }

    @Override
    public Optional<Instant> opensAt(Instant now) {
        return settings.windows().opensAt(now);
    }

    @Override
    public Duration timeout() {
        return settings.timeout();
    }

    @Override
    public Optional<Verification> verification() {
        return Optional.ofNullable(settings.health())
                .map(health -> new Verification(health.successes(), health.deadline()));
    }

    @Override
    public Probe probe(Deployment deployment) {
        return switch (asked(deployment)) {
            case Healthy(String found) -> new Healthy(redact.apply(found));
            case Unhealthy(String found) -> new Unhealthy(redact.apply(found));
        };
    }

    private Probe asked(Deployment deployment) {
        HealthSettings health = settings.health();
        if (health == null) {
            return new Healthy("nothing is asked");
        }
        String url = health.url();
        String field = health.json();
        String command = health.command();
        if (url != null && field != null) {
            return overHttp(url, field, deployment);
        }
        return command == null ? new Unhealthy("nothing to ask") : byCommand(command, deployment);
    }

    private Probe overHttp(String url, String field, Deployment deployment) {
        HttpCalls.Call call = new HttpCalls.Call(
                "GET", URI.create(url), Map.of("Accept", "application/json"), null);
        try {
            return switch (calls.send(call)) {
                case HttpCalls.Unreachable(String why) ->
                    new Unhealthy(url + ": expected an answer, found " + why);
                case HttpCalls.Answered(int status, String body)
                when status != 200 -> new Unhealthy(url + ": expected status 200, found " + status);
                case HttpCalls.Answered(int _, String body) ->
                    answered(url, Answers.field(body, field), field, deployment);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unhealthy(url + ": interrupted");
        }
    }

    private Probe answered(String url, Answers.Field found, String field, Deployment deployment) {
        String sha = deployment.sha().value();
        return switch (found) {
            case Answers.Value(String value)
            when value.equals(sha) -> new Healthy(url + ": status 200, " + field + " is " + sha);
            case Answers.Value(String value) -> other(url + ": ", field, value, deployment);
            case Answers.Missing(String why) -> new Unhealthy(url + ": " + why);
        };
    }

    /** A later commit will do; but whoever brings an earlier one back wants that very one. */
    private Probe other(String asked, String field, String value, Deployment deployment) {
        Sha sha = deployment.sha();
        String found = "'" + Answers.cut(value) + "'";
        boolean laterWillDo = deployment.rollsBack() == null && Sha.isFull(value);
        try {
            return laterWillDo && lineage.contains(deployment.project(), new Sha(value), sha)
                    ? new Healthy(asked + "status 200, " + field + " is " + value
                            + ", which contains " + sha)
                    : new Unhealthy(
                            asked + "expected " + field + " to be " + sha + ", found " + found);
        } catch (TransientFailure | PermanentFailure e) {
            return new Unhealthy(asked + "expected " + field + " to be " + sha + " or to contain"
                    + " it, found " + found + " and no telling: " + e.getMessage());
        }
    }

    private Probe byCommand(String command, Deployment deployment) {
        Questions.Reply reply = questions.ask(command, deployment);
        Integer exit = reply.exit();
        if (exit == null) {
            return new Unhealthy("'" + command + "': " + reply.output());
        }
        return exit == 0
                ? new Healthy("'" + command + "': exit code 0")
                : new Unhealthy(
                        "'" + command + "': expected exit code 0, found " + exit + said(reply));
    }

    private static String said(Questions.Reply reply) {
        String last = reply.lastLine();
        return last.isEmpty() ? "" : ": " + Answers.cut(last);
    }

    @Override
    public Evidence.DeployStatus status(Deployment deployment) {
        Evidence.DeployStatus answer = answer(deployment);
        return new Evidence.DeployStatus(answer.answer(), redact.apply(answer.said()));
    }

    private Evidence.DeployStatus answer(Deployment deployment) {
        String command = settings.status();
        if (command == null) {
            return new Evidence.DeployStatus(
                    DeployAnswer.UNKNOWN, "the environment has no status command to ask");
        }
        Questions.Reply reply = questions.ask(command, deployment);
        Integer exit = reply.exit();
        String asked = "status command '" + command + "': ";
        if (exit == null) {
            return new Evidence.DeployStatus(DeployAnswer.UNKNOWN, asked + reply.output());
        }
        if (exit != 0) {
            return new Evidence.DeployStatus(
                    DeployAnswer.UNKNOWN,
                    asked + "expected exit code 0, found " + exit + said(reply));
        }
        Evidence.DeployStatus answer = Answers.status(reply.output(), deployment);
        return new Evidence.DeployStatus(answer.answer(), asked + answer.said());
    }
}
