package dev.finetuning.eval.report.internal.page;

import java.util.List;

/**
 * The frame of a page: what it may load (nothing), its style, its sections and its script.
 *
 * @param title the page's title
 * @param script whether the page brings its script
 */
public record PageFrame(String title, boolean script) {
    public String html(List<PageSection> sections) {
        PageAsset style = PageAsset.of("report.css");
        PageAsset code = PageAsset.of("report.js");
        Markup out = new Markup();
        out.trusted("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
        out.empty("meta", "charset", "utf-8");
        out.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy(style, code));
        out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        out.empty("meta", "name", "color-scheme", "content", "light dark");
        out.empty("link", "rel", "icon", "href", "data:,");
        out.leaf("title", title);
        out.open("style").trusted(style.text()).close().close();
        out.open("body");
        header(out, sections);
        out.open("main", "id", "main");
        sections.forEach(section -> write(out, section));
        out.close();
        if (script) {
            out.open("script").trusted(code.text()).close();
        }
        return out.close().close().trusted("\n").toString();
    }

    private String policy(PageAsset style, PageAsset code) {
        return "default-src 'none'; " + (script ? "script-src '" + code.hash() + "'; " : "") + "style-src '"
                + style.hash() + "'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private void header(Markup out, List<PageSection> sections) {
        out.leaf("a", "Skip to the results", "class", "skip", "href", "#main");
        out.open("header").leaf("h1", title).open("nav", "aria-label", "Sections");
        sections.stream()
                .filter(section -> !section.title().isEmpty())
                .forEach(section -> out.leaf("a", section.title(), "href", "#" + section.id()));
        out.close().close();
    }

    private static void write(Markup out, PageSection section) {
        out.open("section", "id", section.id());
        if (!section.title().isEmpty()) {
            out.leaf("h2", section.title());
        }
        section.write(out);
        out.close();
    }
}
