package dev.finetuning.quality.internal.population;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Languages in Latin letters, told apart by their function words. Short texts stay unknown, and so do
 * languages that are not listed.
 */
public enum Language {
    ENGLISH("the and is are was were you your of to for with this that it have has not can will what how from"),
    GERMAN("der die das und ist nicht ich sie wir ein eine einen mit von für auf den dem zu wie kann haben wird"),
    FRENCH("le les des est et vous nous pas une que qui dans pour sur avec je il elle sont votre cette du"),
    SPANISH("el los las es y una que por para con no su se del como está más pero lo mi usted puede"),
    ITALIAN("il di che è non per una sono con del della gli ho mi si come questo anche più può"),
    PORTUGUESE("o os as é não uma que para com em do da você se por mais como está meu ao"),
    DUTCH("de het een en is van niet ik je wij dat voor met op zijn heeft kan worden naar maar"),
    POLISH("nie się jest na to że w z do jak co czy tak mam dla ale może przez które"),
    SWEDISH("och att det är som en ett inte på för med jag du har kan av vi till den"),
    TURKISH("ve bir bu için ile mi ne var çok da de ben nasıl olarak daha değil");

    /** The fewest function words that tell a language. */
    private static final int ENOUGH = 5;

    private static final Map<String, int[]> BY_WORD = byWord();

    private static final List<String> NAMES = Arrays.stream(values())
            .map(language -> language.name().toLowerCase(Locale.ROOT))
            .toList();

    private final String words;

    Language(String words) {
        this.words = words;
    }

    private static Map<String, int[]> byWord() {
        Map<String, int[]> byWord = new HashMap<>();
        Language[] languages = values();
        for (int i = 0; i < languages.length; i++) {
            int index = i;
            for (String word : languages[i].words.split(" ", -1)) {
                byWord.merge(word, new int[] {index}, Language::joined);
            }
        }
        return byWord;
    }

    private static int[] joined(int[] left, int[] right) {
        int[] joined = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, joined, left.length, right.length);
        return joined;
    }

    /** Counts function words. */
    public static final class Tally {
        private final int[] counts = new int[values().length];

        void add(String text) {
            int start = -1;
            for (int i = 0; i <= text.length(); i++) {
                boolean letter = i < text.length() && Character.isLetter(text.charAt(i));
                if (letter && start < 0) {
                    start = i;
                } else if (!letter && start >= 0) {
                    word(text, start, i);
                    start = -1;
                }
            }
        }

        private void word(String text, int start, int end) {
            if (end - start <= 6) {
                int[] languages = BY_WORD.get(text.substring(start, end).toLowerCase(Locale.ROOT));
                if (languages != null) {
                    for (int language : languages) {
                        counts[language]++;
                    }
                }
            }
        }

        /** The language with clearly the most function words, in lower case; empty where none has. */
        String language() {
            int best = 0;
            for (int i = 1; i < counts.length; i++) {
                best = counts[i] > counts[best] ? i : best;
            }
            int second = 0;
            for (int i = 0; i < counts.length; i++) {
                second = i == best ? second : Math.max(second, counts[i]);
            }
            boolean clear = counts[best] >= ENOUGH && counts[best] * 2 >= second * 3;
            return clear ? NAMES.get(best) : "";
        }
    }
}
