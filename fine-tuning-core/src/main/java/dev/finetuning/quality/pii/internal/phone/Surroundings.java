package dev.finetuning.quality.pii.internal.phone;

import dev.finetuning.quality.pii.internal.shape.Characters;

/**
 * What stands right around some digits.
 *
 * @param partOfMore other digits stand right before, or the name of a street may follow
 * @param closed no word follows at once
 * @param inData the digits are a string or a number of JSON, where they are ids unless a word says otherwise
 */
public record Surroundings(boolean partOfMore, boolean closed, boolean inData) {
    public static Surroundings of(String text, int start, int end) {
        boolean continues =
                Characters.gap(Characters.before(text, start)) && start > 1 && Characters.digit(text.charAt(start - 2));
        boolean street = Characters.at(text, end) == ' '
                && Character.isUpperCase(Characters.at(text, end + 1))
                && Character.isLowerCase(Characters.at(text, end + 2));
        return new Surroundings(
                continues || street, Characters.at(text, end) != ' ' || end >= text.length(), inData(text, start, end));
    }

    private static boolean inData(String text, int start, int end) {
        char before = Characters.before(text, start);
        int close = Characters.at(text, end) == '\\' ? end + 1 : end;
        boolean quoted = before == '"' && Characters.at(text, close) == '"';
        int colon = before == ' ' ? start - 2 : start - 1;
        boolean value = colon > 0 && text.charAt(colon) == ':' && text.charAt(colon - 1) == '"';
        boolean key = quoted && (Characters.at(text, close + 1) == ':');
        boolean element = quoted && start > 1 && "[,:\\ ".indexOf(text.charAt(start - 2)) >= 0;
        return value || key || element;
    }
}
