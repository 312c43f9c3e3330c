package dev.finetuning.quality.pii;

import dev.finetuning.Secret;
import dev.finetuning.example.Example;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Flaw;
import dev.finetuning.quality.Passage;
import dev.finetuning.quality.TextScope;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;

/**
 * Finds personal data in examples and reports, masks or consistently replaces it. It looks at every text:
 * contents, reasoning, arguments, unknown fields and parts, tools, references, names and ids.
 */
public final class PersonalData {
    /** What a name, a key or an id is searched for; digits alone are ids there. */
    private static final Set<String> IN_LABELS = Set.of("EMAIL_ADDRESS", "IBAN_CODE");

    private final PiiDetector detector;
    private final TextScope scope;

    private PersonalData(PiiDetector detector, TextScope scope) {
        this.detector = detector;
        this.scope = scope;
    }

    /** Personal data as found by a detector. */
    public static PersonalData of(PiiDetector detector) {
        return new PersonalData(detector, TextScope.WRITTEN);
    }

    /** This, including metadata. Metadata values name categories and groups and are otherwise left unchanged. */
    public PersonalData withMetadata() {
        return new PersonalData(detector, TextScope.METADATA);
    }

    /** A check that reports each occurrence: {@code pii_email_address}, {@code pii_credit_card}, … */
    public Check check() {
        return Check.ofEach(
                (example, findings) -> Passage.forEach(example, scope, passage -> report(example, passage, findings)));
    }

    private void report(Example example, Passage passage, Consumer<Finding> findings) {
        for (PiiSpan span : spans(passage)) {
            Flaw flaw = Flaw.warning(
                    "pii_" + span.entity().toLowerCase(Locale.ROOT),
                    "Characters " + span.start() + " to " + span.end() + " look like " + span.entity() + ".",
                    "Redact or replace it, or drop the example.");
            findings.accept(flaw.at(example.info().provenance().origin(), passage));
        }
    }

    /** Whether any text of an example contains personal data. */
    public boolean in(Example example) {
        boolean[] any = {false};
        Passage.forEach(
                example, scope, passage -> any[0] = any[0] || !spans(passage).isEmpty());
        return any[0];
    }

    private List<PiiSpan> spans(Passage passage) {
        if (passage.label()) {
            return labelled(passage.text());
        }
        return passage.isJson() ? detector.find(passage.text()) : inField(passage.fieldName(), passage.text());
    }

    /** What stands in a field, whose name tells what digits are: {@code "phone": "5552671"}. */
    private List<PiiSpan> inField(String name, String text) {
        return name.isEmpty() || PROSE.contains(name) ? detector.find(text) : detector.find(name, text);
    }

    private List<PiiSpan> labelled(String text) {
        return detector.find(text).stream()
                .filter(span -> IN_LABELS.contains(span.entity()))
                .toList();
    }

    /** Fields whose name tells nothing about what stands in them. */
    private static final Set<String> PROSE = Set.of(
            "content", "text", "reasoning_content", "reasoning", "thinking", "description", "arguments", "system");

    /** The example with every occurrence replaced by the name of its entity: {@code <EMAIL_ADDRESS>}. */
    public Example redact(Example example) {
        return rewritten(example, PersonalData::mask);
    }

    /** The text with every occurrence replaced by the name of its entity: {@code <EMAIL_ADDRESS>}. */
    public String redact(String text) {
        return replace(text, detector.find(text), PersonalData::mask);
    }

    private static String mask(PiiSpan span, String value) {
        return "<" + span.entity() + ">";
    }

    /**
     * The example with every occurrence replaced by a pseudonym. The same value gets the same pseudonym in
     * every example, and without the key the value cannot be recovered.
     *
     * @param key keep it to add data later; destroy it to make the replacement irreversible
     */
    public Example pseudonymise(Example example, Secret key) {
        return rewritten(example, new Pseudonyms(key)::of);
    }

    /** The text with every occurrence replaced by a pseudonym, as in {@link #pseudonymise(Example, Secret)}. */
    public String pseudonymise(String text, Secret key) {
        return replace(text, detector.find(text), new Pseudonyms(key)::of);
    }

    private Example rewritten(Example example, BiFunction<PiiSpan, String, String> replacement) {
        BinaryOperator<String> change = (name, text) -> replace(text, inField(name, text), replacement);
        JsonTexts inside = new JsonTexts(change);
        return Passage.rewrite(example, scope, passage -> {
            if (passage.isJson() && !passage.label()) {
                return inside.apply(passage.text());
            }
            return replace(passage.text(), spans(passage), replacement);
        });
    }

    private static String replace(String text, List<PiiSpan> spans, BiFunction<PiiSpan, String, String> replacement) {
        if (spans.isEmpty()) {
            return text;
        }
        StringBuilder replaced = new StringBuilder(text.length());
        int from = 0;
        for (PiiSpan span : spans) {
            replaced.append(text, from, span.start());
            replaced.append(replacement.apply(span, text.substring(span.start(), span.end())));
            from = span.end();
        }
        return replaced.append(text, from, text.length()).toString();
    }
}
