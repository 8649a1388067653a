package dev.baton.web.board;

import dev.baton.api.ErrorView;
import dev.baton.web.Access;
import dev.baton.web.ErrorPages;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;

import io.javalin.http.Context;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Renders templates. Safe for use by many threads. */
final class Pages implements ErrorPages {
    private final TemplateEngine engine;
    private final Assets assets;
    private final InstantSource clock;

    Pages(Assets assets, InstantSource clock) {
        this.assets = assets;
        this.clock = clock;
        this.engine = TemplateEngine.createPrecompiled(
                null, ContentType.Html, Pages.class.getClassLoader(), "dev.baton.web.board");
    }

    /** A whole page, or a part of one. */
    String render(String template, Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("assets", assets);
        all.put("times", new Times(clock.instant()));
        Visible out = new Visible();
        engine.render(template + ".jte", all, out);
        return out.text.toString();
    }

    void show(Context ctx, String template, Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("viewer", Access.viewer(ctx));
        ctx.html(render(template, all));
    }

    @Override
    public String page(int status, ErrorView error) {
        return render("error", Map.of("status", status, "error", error.error()));
    }

    /**
     * Control characters, and those that turn the direction of what follows or hide in it, become a
     * box: the last place that every page passes.
     */
    private static final class Visible implements TemplateOutput {
        private final StringBuilder text = new StringBuilder(16 * 1024);

        @Override
        public void writeContent(String value) {
            writeContent(value, 0, value.length());
        }

        @Override
        public void writeContent(String value, int begin, int end) {
            for (int i = begin; i < end; i++) {
                char c = value.charAt(i);
                if (c != '\r') {
                    text.append(hidden(c) ? '\ufffd' : c);
                }
            }
        }

        private static boolean hidden(char c) {
            return (Character.isISOControl(c) && c != '\n' && c != '\t')
                    || (c >= '\u202a' && c <= '\u202e')
                    || (c >= '\u2066' && c <= '\u2069')
                    || c == '\u200e'
                    || c == '\u200f'
                    || c == '\u061c';
        }
    }
}
