package dev.finetuning.mistral.tokens;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The pieces that a vocabulary wants found in a text before anything else. */
final class UserPieces {
    private final Map<Character, List<String>> byFirst;

    UserPieces(Collection<String> pieces) {
        byFirst = pieces.stream().collect(Collectors.groupingBy(piece -> piece.charAt(0)));
    }

    /** How many characters of the text the longest piece at this place takes; 0 where there is none. */
    int longestAt(String text, int place) {
        int longest = 0;
        for (String piece : byFirst.getOrDefault(text.charAt(place), List.of())) {
            if (piece.length() > longest && text.startsWith(piece, place)) {
                longest = piece.length();
            }
        }
        return longest;
    }
}
