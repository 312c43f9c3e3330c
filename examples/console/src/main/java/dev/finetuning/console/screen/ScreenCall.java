package dev.finetuning.console.screen;

import dev.finetuning.console.access.Caller;
import dev.finetuning.console.access.Session;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.work.Workspace;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request for a page, or a form that was sent. */
final class ScreenCall {
    private final Context context;
    private final Session session;
    private final Workspace workspace;
    private final Pages pages;

    ScreenCall(Context context, Session session, Workspace workspace, Pages pages) {
        this.context = context;
        this.session = session;
        this.workspace = workspace;
        this.pages = pages;
    }

    Context context() {
        return context;
    }

    Caller caller() {
        return session.caller();
    }

    Workspace workspace() {
        return workspace;
    }

    String path(String name) {
        return context.pathParam(name);
    }

    Fields query() {
        return fields(context.queryParamMap());
    }

    Fields form() {
        return fields(context.formParamMap());
    }

    private static Fields fields(Map<String, List<String>> values) {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((name, all) -> texts.put(name, all.isEmpty() ? "" : all.get(0)));
        return Fields.of(texts);
    }

    /** Shows a page. */
    void show(String template, String title, String section, Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("page", pages.page(context, session, title, section));
        pages.render(context, template, all);
    }

    Instant now() {
        return pages.now();
    }

    /** Part of a page, as HTML. */
    String part(String template, Map<String, Object> values) {
        return pages.text(template, values);
    }

    /** Goes on to a page that says what was done. */
    void done(String path, String notice) {
        pages.notice(context, notice);
        context.redirect(path, HttpStatus.SEE_OTHER);
    }
}
