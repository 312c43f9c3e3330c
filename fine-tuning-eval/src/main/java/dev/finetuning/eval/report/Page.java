package dev.finetuning.eval.report;

import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.compare.NetBenefit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The frame of the page: what it may load (nothing), its style, its sections and its script. */
final class Page {
    private final Report.Builder pieces;

    Page(Report.Builder pieces) {
        this.pieces = pieces;
    }

    String html() {
        Asset style = Asset.of("report.css");
        Asset script = Asset.of("report.js");
        List<Section> sections = sections();
        Markup out = new Markup();
        out.trusted("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
        out.empty("meta", "charset", "utf-8");
        out.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy(style, script));
        out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        out.empty("meta", "name", "color-scheme", "content", "light dark");
        out.empty("link", "rel", "icon", "href", "data:,");
        out.leaf("title", pieces.title);
        out.open("style").trusted(style.text()).close().close();
        out.open("body");
        header(out, sections);
        out.open("main", "id", "main");
        sections.forEach(section -> write(out, section));
        out.close();
        out.open("script").trusted(script.text()).close();
        return out.close().close().trusted("\n").toString();
    }

    private static String policy(Asset style, Asset script) {
        return "default-src 'none'; script-src '" + script.hash() + "'; style-src '" + style.hash()
                + "'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private void header(Markup out, List<Section> sections) {
        out.leaf("a", "Skip to the results", "class", "skip", "href", "#main");
        out.open("header").leaf("h1", pieces.title).open("nav", "aria-label", "Sections");
        sections.stream()
                .filter(section -> !section.title().isEmpty())
                .forEach(section -> out.leaf("a", section.title(), "href", "#" + section.id()));
        out.close().close();
    }

    private static void write(Markup out, Section section) {
        out.open("section", "id", section.id());
        if (!section.title().isEmpty()) {
            out.leaf("h2", section.title());
        }
        section.write(out);
        out.close();
    }

    private List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        List<Evaluation> all = pieces.all();
        List<Comparison> comparisons = pieces.comparisons();
        sections.add(new VerdictSection(pieces, comparisons));
        boolean said = pieces.banner == null && pieces.decision == null;
        if (!comparisons.isEmpty()) {
            sections.add(new ComparisonSection(comparisons, Slicing.by(pieces.sliceLabel, all.get(0)), said));
        }
        if (!all.isEmpty()) {
            sections.add(new ScoresSection(pieces));
            Slicing slicing = Slicing.by(pieces.sliceLabel, all.get(0));
            if (slicing.dividesAnything(all.get(0))) {
                sections.add(new SlicesSection(all, slicing));
            }
            Slicing.classification(all.get(0)).ifPresent(matrix -> sections.add(new ConfusionSection(matrix)));
            sections.add(new CasesSection(all, slicing));
            sections.add(new CostSection(all, pieces.prices, benefit(comparisons)));
        }
        if (!pieces.events.isEmpty()) {
            sections.add(new TrainingSection(pieces.events));
        }
        if (pieces.dataset != null) {
            sections.add(new DatasetSection(pieces.dataset));
        }
        if (pieces.quality != null) {
            sections.add(new FindingsSection(pieces.quality));
        }
        sections.add(new MethodSection(all, pieces.facts));
        return sections;
    }

    private @Nullable NetBenefit benefit(List<Comparison> comparisons) {
        Evaluation candidate = pieces.candidate;
        if (pieces.worth == null || candidate == null || comparisons.isEmpty()) {
            return null;
        }
        return NetBenefit.of(pieces.evaluations.get(0), candidate, comparisons.get(0), pieces.worth, pieces.prices);
    }
}
