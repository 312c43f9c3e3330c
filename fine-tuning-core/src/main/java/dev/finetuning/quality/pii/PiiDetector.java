package dev.finetuning.quality.pii;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.finetuning.quality.pii.internal.scan.TriggerScan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds personal data by its form: {@code EMAIL_ADDRESS}, {@code PHONE_NUMBER}, {@code CREDIT_CARD}, {@code
 * IBAN_CODE}, {@code US_SSN}, {@code IP_ADDRESS}, {@code MAC_ADDRESS}, {@code URL}, {@code CRYPTO}, {@code
 * PASSPORT} (machine-readable lines), {@code US_PASSPORT} and {@code US_DRIVER_LICENSE}. It verifies check
 * digits if there are any, and otherwise looks at the words before. Names and places have no form; plug in
 * an {@link EntityRecogniser} for them. Takes linear time on any input. Immutable and thread-safe.
 */
public final class PiiDetector {
    private final Set<String> left;
    private final List<EntityRecogniser> more;

    private PiiDetector(Set<String> left, List<EntityRecogniser> more) {
        this.left = Set.copyOf(left);
        this.more = List.copyOf(more);
    }

    /** A detector of all entities with a recognisable form. */
    public static PiiDetector standard() {
        return new PiiDetector(Set.of(), List.of());
    }

    /** This detector without an entity. */
    public PiiDetector without(String entity) {
        Set<String> blind = new TreeSet<>(left);
        blind.add(entity);
        return new PiiDetector(blind, more);
    }

    /** This detector with a recogniser, whose results take precedence over the built-in forms. */
    public PiiDetector with(EntityRecogniser recogniser) {
        List<EntityRecogniser> all = new ArrayList<>(more);
        all.add(recogniser);
        return new PiiDetector(left, all);
    }

    /**
     * This detector with a pattern of your own, in RE2 syntax (linear time).
     *
     * @param entity what it finds: {@code "EMPLOYEE_ID"}
     * @throws IllegalArgumentException if the pattern is not valid
     */
    public PiiDetector withPattern(String entity, String regex) {
        try {
            Pattern pattern = Pattern.compile(regex);
            return with(text -> matches(entity, pattern, text));
        } catch (com.google.re2j.PatternSyntaxException e) {
            throw new IllegalArgumentException("not a pattern in RE2 syntax: " + e.getMessage(), e);
        }
    }

    /** All occurrences in order of position, without overlaps. */
    public List<PiiSpan> find(String text) {
        List<PiiSpan> found = new ArrayList<>(0);
        for (EntityRecogniser recogniser : more) {
            addFree(recogniser.find(text), found);
        }
        List<List<PiiSpan>> scanned = TriggerScan.scan(text);
        scanned.removeIf(spans -> spans.isEmpty() || left.contains(spans.get(0).entity()));
        return merged(found, scanned);
    }

    /** The occurrences in the value of a field, whose name may say what the value is. */
    List<PiiSpan> find(String name, String value) {
        String lead = name.replace('_', ' ') + ": ";
        return find(lead + value).stream()
                .filter(span -> span.start() >= lead.length())
                .map(span -> new PiiSpan(span.entity(), span.start() - lead.length(), span.end() - lead.length()))
                .toList();
    }

    /** What was found first wins where spans overlap. */
    static List<PiiSpan> merged(List<PiiSpan> found, List<List<PiiSpan>> more) {
        more.forEach(spans -> addFree(spans, found));
        return found;
    }

    /** Merges in what overlaps nothing that was found before; keeps the list in order. */
    private static void addFree(List<PiiSpan> spans, List<PiiSpan> found) {
        if (spans.isEmpty()) {
            return;
        }
        List<PiiSpan> sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparingInt(PiiSpan::start).thenComparing(PiiSpan::end, Comparator.reverseOrder()));
        List<PiiSpan> merged = new ArrayList<>(found.size() + sorted.size());
        int next = 0;
        for (PiiSpan span : sorted) {
            while (next < found.size() && found.get(next).end() <= span.start()) {
                merged.add(found.get(next++));
            }
            boolean taken = (next < found.size() && found.get(next).overlaps(span))
                    || (!merged.isEmpty() && merged.get(merged.size() - 1).overlaps(span));
            if (!taken) {
                merged.add(span);
            }
        }
        merged.addAll(found.subList(next, found.size()));
        found.clear();
        found.addAll(merged);
    }

    private static List<PiiSpan> matches(String entity, Pattern pattern, String text) {
        List<PiiSpan> spans = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            if (matcher.end() > matcher.start()) {
                spans.add(new PiiSpan(entity, matcher.start(), matcher.end()));
            }
        }
        return spans;
    }
}
