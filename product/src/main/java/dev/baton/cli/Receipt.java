package dev.baton.cli;

import dev.baton.api.CostView;
import dev.baton.api.DeploymentView;
import dev.baton.api.ReceiptView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Answers what became of a task: on one page, what anybody would ask of it later. */
@Command(description = "What became of a task: runs, verdicts, merges, deployments.")
final class Receipt implements Callable<Integer> {
    private static final int SUMMARY_MAX = 80;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "KEY", description = "The task, such as SHOP-12.")
    private String key = "";

    private final Session session;

    Receipt(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String path = RestClient.task(key) + "/receipt";
        return session.run(common, client -> {
            RestClient.Reply reply = client.get(path);
            if (common.json) {
                session.out().print(reply.body());
            } else {
                print(reply.as(ReceiptView.class));
            }
        });
    }

    private void print(ReceiptView receipt) {
        head(receipt);
        section("Runs", receipt.runs(), Receipt::run);
        section("Verdicts", receipt.verdicts(), Receipt::verdict);
        section("Merge candidates", receipt.candidates(), Receipt::candidate);
        section("Deployments", receipt.deployments(), Receipt::deployment);
    }

    private void head(ReceiptView receipt) {
        ReceiptView.Item item = receipt.item();
        session.out().println(receipt.key() + "  " + Terminal.plain(item.title()));
        Table table = session.table();
        table.row("asked by", Terminal.plain(item.author()) + ", " + receipt.createdAt());
        if (item.sourceId() != null || item.sourceUrl() != null) {
            table.row("source", Terminal.plain(either(item.sourceUrl(), item.sourceId())));
        }
        table.row("status", receipt.status() + ", at " + receipt.stage());
        table.row("branch", Terminal.plain(receipt.branch() + " → " + receipt.base()));
        table.row("head", Objects.requireNonNullElse(receipt.headSha(), "none yet"));
        table.row("merged", Objects.requireNonNullElse(receipt.mergedSha(), "not merged"));
        table.row("page", Terminal.plain(receipt.url()));
        table.print(session.out(), -1);
    }

    private static String either(@Nullable String first, @Nullable String second) {
        return first != null ? first : Objects.requireNonNullElse(second, "");
    }

    private <T> void section(String title, List<T> lines, BiConsumer<Table, T> row) {
        session.out().println();
        session.out().println(title + (lines.isEmpty() ? ": none" : ""));
        Table table = session.table();
        lines.forEach(line -> row.accept(table, line));
        table.print(session.out(), -1);
    }

    private static void run(Table table, ReceiptView.Run run) {
        Integer code = run.exitCode();
        table.row(
                "  " + Terminal.plain(run.unit()),
                word(run.kind()) + " " + Terminal.plain(run.agent()),
                "attempt " + run.attempt(),
                word(run.outcome()) + (code == null ? "" : " " + code),
                took(run.startedAt(), run.finishedAt()) + used(run.cost()));
    }

    private static String took(Instant from, @Nullable Instant to) {
        return to == null ? "not over" : Terminal.since(from, to);
    }

    private static String used(@Nullable CostView cost) {
        return cost == null
                ? ""
                : ", " + cost.tokensIn() + " tokens in, " + cost.tokensOut() + " out";
    }

    private static void verdict(Table table, ReceiptView.Verdict verdict) {
        table.row(
                "  " + Terminal.plain(verdict.gate()),
                abbreviated(verdict.subject()),
                word(verdict.outcome()),
                Terminal.plain(Terminal.cut(verdict.summary(), SUMMARY_MAX)));
    }

    private static void candidate(Table table, ReceiptView.Candidate candidate) {
        String sha = candidate.sha();
        table.row(
                "  " + candidate.visit() + "/" + candidate.n(),
                "base " + abbreviated(candidate.baseSha()),
                "head " + abbreviated(candidate.headSha()),
                sha == null ? "none" : abbreviated(sha),
                sha == null ? obstacle(candidate) : candidate.landed() ? "landed" : "not landed");
    }

    private static String obstacle(ReceiptView.Candidate candidate) {
        return Terminal.plain((candidate.refused() == null ? "conflict in " : "may not change ")
                + String.join(", ", candidate.conflicts()));
    }

    private static void deployment(Table table, DeploymentView deployment) {
        String previous = deployment.previousSha();
        String found = deployment.found();
        table.row(
                "  " + Terminal.plain(deployment.id()),
                Terminal.plain(deployment.environment()),
                abbreviated(deployment.sha()),
                word(deployment.state()),
                deployment.startedAt().toString(),
                "before: " + (previous == null ? "nothing" : abbreviated(previous))
                        + (found == null ? "" : ", found: " + Terminal.plain(found)));
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String abbreviated(String sha) {
        return sha.substring(0, Math.min(7, sha.length()));
    }
}
