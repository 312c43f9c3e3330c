package dev.finetuning.quality.pii;

import dev.finetuning.quality.pii.internal.scan.ShapeMatches;
import dev.finetuning.quality.pii.internal.shape.Shape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The plain way to the same result: each pattern by itself over the whole text, on java.util.regex. */
public final class SequentialSearch {
    private static final Map<ShapeMatches.Kind, Pattern> PATTERNS = patterns();

    private SequentialSearch() {}

    private static Map<ShapeMatches.Kind, Pattern> patterns() {
        Map<ShapeMatches.Kind, Pattern> patterns = new EnumMap<>(ShapeMatches.Kind.class);
        for (ShapeMatches.Kind kind : ShapeMatches.Kind.values()) {
            patterns.put(kind, Pattern.compile(kind.shape().pattern()));
        }
        return patterns;
    }

    /** What the standard detector finds. */
    public static List<PiiSpan> find(String text) {
        return PiiDetector.merged(new ArrayList<>(), scan(text));
    }

    static List<List<PiiSpan>> scan(String text) {
        List<List<PiiSpan>> found = new ArrayList<>();
        PATTERNS.forEach((kind, pattern) -> found.add(scan(kind.shape(), pattern, text)));
        found.removeIf(List::isEmpty);
        return found;
    }

    private static List<PiiSpan> scan(Shape shape, Pattern pattern, String text) {
        List<PiiSpan> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        int from = 0;
        while (from <= text.length() && matcher.find(from)) {
            int stop = shape.accept(text, matcher.start(), matcher.end());
            if (stop == Shape.NONE) {
                from = matcher.start() + 1;
            } else {
                found.add(new PiiSpan(shape.entity(), matcher.start(), stop));
                from = stop;
            }
        }
        return found;
    }
}
