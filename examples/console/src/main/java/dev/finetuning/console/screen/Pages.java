package dev.finetuning.console.screen;

import dev.finetuning.console.access.Session;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Fills in templates, which the build has compiled. Thread-safe. */
final class Pages {
    private static final String NOTICE = "console-notice";
    private static final int MAX_NOTICE = 500;

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
    private final boolean signed;
    private final InstantSource clock;

    Pages(boolean signed, InstantSource clock) {
        this.signed = signed;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    Page page(Context context, Session session, String title, String section) {
        return new Page(title, section, session, takeNotice(context), signed);
    }

    void render(Context context, String template, Map<String, Object> values) {
        context.contentType("text/html; charset=utf-8").result(text(template, values));
    }

    String text(String template, Map<String, Object> values) {
        StringOutput out = new StringOutput(16_384);
        engine.render(template + ".jte", values, out);
        return out.toString();
    }

    /** Says something on the next page. */
    void notice(Context context, String text) {
        String shown = text.substring(0, Math.min(MAX_NOTICE, text.length()));
        cookie(context, NOTICE, URLEncoder.encode(shown, StandardCharsets.UTF_8), 60);
    }

    private static String takeNotice(Context context) {
        String notice = context.cookie(NOTICE);
        if (notice == null) {
            return "";
        }
        cookie(context, NOTICE, "", 0);
        try {
            return URLDecoder.decode(notice, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** A cookie that no script sees and no other site sends. */
    static void cookie(Context context, String name, String value, int seconds) {
        boolean encrypted = context.scheme().equals("https");
        context.cookie(new Cookie(name, value, "/", seconds, encrypted, true, null, SameSite.STRICT));
    }
}
