package dev.finetuning.quality.pii;

import dev.finetuning.Secret;
import dev.finetuning.example.Example;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Flaw;
import dev.finetuning.quality.Passage;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What to do about personal data in examples: report it, mask it, or replace it consistently. */
public final class PersonalData {
    private final PiiDetector detector;

    private PersonalData(PiiDetector detector) {
        this.detector = detector;
    }

    /** Personal data as the detector sees it. */
    public static PersonalData of(PiiDetector detector) {
        return new PersonalData(detector);
    }

    /** A check that reports each occurrence: {@code pii_email_address}, {@code pii_credit_card}, … */
    public Check check() {
        return Check.ofEach(
                (example, findings) -> Passage.forEach(example, passage -> report(example, passage, findings)));
    }

    private void report(Example example, Passage passage, Consumer<Finding> findings) {
        for (PiiSpan span : detector.find(passage.text())) {
            Flaw flaw = Flaw.warning(
                    "pii_" + span.entity().toLowerCase(Locale.ROOT),
                    "Characters " + span.start() + " to " + span.end() + " look like " + span.entity() + ".",
                    "Redact or replace it, or drop the example.");
            findings.accept(flaw.at(example.info().provenance().origin(), passage));
        }
    }

    /** Whether any text of an example holds personal data; to drop such examples. */
    public boolean in(Example example) {
        boolean[] any = {false};
        Passage.forEach(
                example, passage -> any[0] |= !detector.find(passage.text()).isEmpty());
        return any[0];
    }

    /** The example with each occurrence replaced by its entity's name: {@code <EMAIL_ADDRESS>}. */
    public Example redact(Example example) {
        return rewritten(example, PersonalData::mask);
    }

    /** The text with each occurrence replaced by its entity's name: {@code <EMAIL_ADDRESS>}. */
    public String redact(String text) {
        return replace(text, PersonalData::mask);
    }

    private static String mask(PiiSpan span, String value) {
        return "<" + span.entity() + ">";
    }

    /**
     * The example with each occurrence replaced by a pseudonym: the same value gets the same pseudonym
     * in every example, and nobody without the key can find out which value it was.
     *
     * @param key keep it to add data later, throw it away to make the replacement irreversible
     */
    public Example pseudonymise(Example example, Secret key) {
        return rewritten(example, new Pseudonyms(key)::of);
    }

    /** The text with each occurrence replaced by a pseudonym, as in {@link #pseudonymise(Example, Secret)}. */
    public String pseudonymise(String text, Secret key) {
        return replace(text, new Pseudonyms(key)::of);
    }

    private Example rewritten(Example example, BiFunction<PiiSpan, String, String> replacement) {
        UnaryOperator<String> text = each -> replace(each, replacement);
        JsonTexts inside = new JsonTexts(text);
        return Passage.rewrite(example, passage -> (passage.isJson() ? inside : text).apply(passage.text()));
    }

    private String replace(String text, BiFunction<PiiSpan, String, String> replacement) {
        List<PiiSpan> spans = detector.find(text);
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
