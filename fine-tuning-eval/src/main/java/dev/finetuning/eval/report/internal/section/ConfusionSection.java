package dev.finetuning.eval.report.internal.section;

import dev.finetuning.eval.classification.Classification;
import dev.finetuning.eval.classification.LabelScores;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Labels expected against labels given: the whole matrix as a picture, its worst parts as tables. */
record ConfusionSection(Classification matrix, List<String> labels) implements PageSection {
    private static final String OTHER = "no such label";
    private static final int WORST = 15;
    private static final double SIDE = 600;
    private static final int NAMED = 24;

    ConfusionSection(Classification matrix) {
        this(matrix, List.copyOf(matrix.labels().keySet()));
    }

    /** Where the expected answers are labels. */
    static Optional<PageSection> of(ReportFigures figures) {
        return figures.evaluations().stream()
                .findFirst()
                .flatMap(Slicing::classification)
                .map(ConfusionSection::new);
    }

    @Override
    public String id() {
        return "confusion";
    }

    @Override
    public String title() {
        return "Confusion";
    }

    @Override
    public void write(Markup out) {
        out.leaf(
                "p",
                labels.size() + " labels; accuracy "
                        + Numbers.score(matrix.accuracy().value()) + ", macro F1 "
                        + Numbers.score(matrix.macro().f1()) + ".");
        out.open("div", "class", "pair");
        picture(out);
        out.open("div");
        confusions(out);
        weakest(out);
        out.close().close();
    }

    private void picture(Markup out) {
        int n = labels.size();
        boolean named = n <= NAMED;
        Grid grid = new Grid(named ? 150 : 4, named ? 96 : 4, (SIDE - (named ? 154 : 8)) / (n + 1));
        out.open("figure")
                .leaf(
                        "figcaption",
                        "Expected down, given across, other answers last; the stronger the colour, the more of its"
                                + " row");
        String box = "0 0 " + Numbers.at(SIDE) + " " + Numbers.at(grid.y(n) + 4);
        out.open("svg", "viewBox", box, "role", "img", "aria-label", "Confusion matrix");
        for (int i = 0; i < n; i++) {
            if (named) {
                names(out, grid, i);
            }
            for (int j = 0; j <= n; j++) {
                if (count(i, j) > 0) {
                    cell(out, grid, i, j);
                }
            }
        }
        rectangle(out, "frame", grid.x(0), grid.y(0), grid.cell() * (n + 1), grid.cell() * n);
        out.close().close().close();
    }

    /** Where the cells lie. */
    private record Grid(double left, double top, double cell) {
        double x(double column) {
            return left + column * cell;
        }

        double y(double row) {
            return top + row * cell;
        }
    }

    private void names(Markup out, Grid grid, int label) {
        String name = clipped(labels.get(label));
        String x = Numbers.at(grid.x(label + 0.5) + 3);
        String y = Numbers.at(grid.top() - 6);
        out.leaf(
                "text",
                name,
                "x",
                Numbers.at(grid.left() - 6),
                "y",
                Numbers.at(grid.y(label + 0.5) + 4),
                "text-anchor",
                "end");
        out.leaf("text", name, "x", x, "y", y, "transform", "rotate(-40 " + x + " " + y + ")");
    }

    private void cell(Markup out, Grid grid, int row, int column) {
        double share = (double) count(row, column) / scores(row).support();
        String given = column < labels.size() ? labels.get(column) : OTHER;
        String kind = row == column ? "hit" : "miss";
        rectangle(
                out,
                kind,
                grid.x(column),
                grid.y(row),
                grid.cell(),
                grid.cell(),
                "fill-opacity",
                String.format(Locale.ROOT, "%.2f", 0.15 + 0.85 * share));
        out.leaf("title", labels.get(row) + " → " + given + ": " + count(row, column))
                .close();
        if (labels.size() <= NAMED / 2) {
            out.leaf(
                    "text",
                    Numbers.count(count(row, column)),
                    "class",
                    share > 0.5 ? "cell dense" : "cell",
                    "x",
                    Numbers.at(grid.x(column + 0.5)),
                    "y",
                    Numbers.at(grid.y(row + 0.5) + 5),
                    "text-anchor",
                    "middle");
        }
    }

    private static void rectangle(
            Markup out, String kind, double x, double y, double width, double height, String... more) {
        List<String> attributes = new ArrayList<>(List.of("class", kind, "x", Numbers.at(x), "y", Numbers.at(y)));
        attributes.addAll(List.of("width", Numbers.at(width), "height", Numbers.at(height)));
        attributes.addAll(List.of(more));
        out.open("rect", attributes.toArray(String[]::new));
    }

    private static String clipped(String label) {
        return label.codePointCount(0, label.length()) <= 20
                ? label
                : label.substring(0, label.offsetByCodePoints(0, 19)) + "…";
    }

    /** How often a label was given where another was expected; behind the last label stand other answers. */
    private long count(int expected, int given) {
        String label = labels.get(expected);
        return given < labels.size() ? matrix.count(label, labels.get(given)) : matrix.abstentions(label);
    }

    private LabelScores scores(int label) {
        return Objects.requireNonNull(matrix.labels().get(labels.get(label)));
    }

    private void confusions(Markup out) {
        List<List<String>> rows = worst().stream()
                .map(each -> List.of(each.expected(), each.given(), Numbers.count(each.count())))
                .toList();
        if (rows.isEmpty()) {
            out.leaf("p", "No label was confused with another.");
        } else {
            PageTable.writeTexts(out, "Most frequent confusions", List.of("Expected", "Given", "Cases"), rows);
        }
    }

    private List<Confusion> worst() {
        List<Confusion> confusions = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            for (int j = 0; j <= labels.size(); j++) {
                if (i != j && count(i, j) > 0) {
                    String given = j < labels.size() ? labels.get(j) : OTHER;
                    confusions.add(new Confusion(labels.get(i), given, count(i, j)));
                }
            }
        }
        confusions.sort(Comparator.comparingLong(Confusion::count).reversed());
        return confusions.subList(0, Math.min(WORST, confusions.size()));
    }

    private void weakest(Markup out) {
        List<List<String>> rows = matrix.labels().entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> entry.getValue().f1()))
                .limit(WORST)
                .map(entry -> List.of(
                        entry.getKey(),
                        Numbers.score(entry.getValue().precision()),
                        Numbers.score(entry.getValue().recall()),
                        Numbers.score(entry.getValue().f1()),
                        Numbers.count(entry.getValue().support())))
                .toList();
        PageTable.write(out, "Labels with the lowest F1", List.of("Label", "Precision", "Recall", "F1", "Cases"), rows);
    }

    /** One label taken for another. */
    private record Confusion(String expected, String given, long count) {}
}
