package dev.finetuning.quality.pii.internal.shape;

import java.util.Set;

/** US passport numbers: nine digits, or a letter and eight, where the words before speak of a passport. */
public final class PassportShape implements Shape {
    private static final Set<String> PASSPORT =
            Set.of("passport passports passeport reisepass pasaporte passaporto".split(" ", -1));

    @Override
    public String entity() {
        return "US_PASSPORT";
    }

    @Override
    public String pattern() {
        return "[A-Za-z0-9][0-9]{8}";
    }

    @Override
    public int accept(String text, int start, int end) {
        boolean alone = Characters.numberStarts(text, start)
                && Characters.numberEnds(text, end)
                && Characters.before(text, start) != '-'
                && Characters.at(text, end) != '-';
        return alone && LeadIn.before(text, start).anyOf(PASSPORT) ? end : NONE;
    }
}
