package dev.baton.pipeline;

import dev.baton.model.HygieneRules;
import dev.baton.model.Pipeline;
import dev.baton.model.Role;
import dev.baton.model.Stage;
import dev.baton.model.Stage.StageEffect;
import dev.baton.yaml.Fields;
import dev.baton.yaml.YamlDocument;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads pipeline.yaml. */
public final class PipelineParser {
    private PipelineParser() {}

    /**
     * Reads a pipeline that a task is pinned to already. Roles are not checked: settings may have
     * changed since, and a stage without an agent parks its task by itself.
     *
     * @param file how the text is called in problems
     */
    public static Parsed parse(String file, String text) {
        return read(file, text, null, null);
    }

    /**
     * Reads a pipeline that somebody wants to use now.
     *
     * @param roles those that settings map to an agent
     * @param environments those of the project's settings
     */
    public static Parsed parse(
            String file, String text, Set<Role> roles, Set<String> environments) {
        return read(file, text, roles, environments);
    }

    /** What a task is pinned by: SHA-256 of the text, hexadecimal. */
    public static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Parsed read(
            String file,
            String text,
            @Nullable Set<Role> roles,
            @Nullable Set<String> environments) {
        YamlDocument document = YamlDocument.parse(file, text);
        if (document.broken()) {
            return new Parsed.Invalid(document.problems());
        }
        Fields root = document.root();
        List<Fields> items = root.items("stages");
        root.end();
        List<StageDraft> drafts = new ArrayList<>();
        if (items == null || items.isEmpty()) {
            root.problem("stages", "expected at least one stage, found none");
        } else {
            boolean merged = false;
            for (Fields item : items) {
                StageDraft draft = StageDraft.read(document, item).after(merged);
                drafts.add(draft);
                merged |= draft.effects().contains(StageEffect.MERGE);
            }
            guard(document, drafts);
        }
        new StageRules(document, drafts, roles, environments).check();
        if (!document.problems().isEmpty()) {
            return new Parsed.Invalid(document.problems());
        }
        List<Stage> stages = drafts.stream().map(StageDraft::stage).toList();
        return new Parsed.Valid(new Pipeline(digest(text), stages));
    }

    private static void guard(YamlDocument document, List<StageDraft> drafts) {
        HygieneRules rules = drafts.stream()
                .flatMap(draft -> draft.hygiene().stream())
                .findFirst()
                .orElse(HygieneRules.DEFAULT);
        for (StageDraft draft : drafts) {
            if (draft.hygiene().isPresent() && !draft.inspected()) {
                document.problem(
                        draft.source().line("gates"),
                        "stage '" + draft.name() + "': gate 'hygiene': expected it where an agent"
                                + " pushes or where something lands, found neither");
            }
        }
        drafts.replaceAll(draft -> draft.guarded(rules));
    }
}
