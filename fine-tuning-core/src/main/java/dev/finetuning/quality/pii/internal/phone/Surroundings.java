package dev.finetuning.quality.pii.internal.phone;

import dev.finetuning.quality.pii.internal.shape.Characters;

/**
 * What stands right around some digits.
 *
 * @param partOfMore other digits stand right before, or the name of a street may follow
 * @param closed no word follows at once
 */
public record Surroundings(boolean partOfMore, boolean closed) {
    public static Surroundings of(String text, int start, int end) {
        boolean continues =
                Characters.gap(Characters.before(text, start)) && start > 1 && Characters.digit(text.charAt(start - 2));
        boolean street = Characters.at(text, end) == ' '
                && Character.isUpperCase(Characters.at(text, end + 1))
                && Character.isLowerCase(Characters.at(text, end + 2));
        return new Surroundings(continues || street, Characters.at(text, end) != ' ' || end >= text.length());
    }
}
