package dev.finetuning.eval.baseline;

import dev.finetuning.eval.TestCase;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.stream.IntStream;

/** Finds the cases most similar to a text: Okapi BM25 (Robertson et al., 1994) over an inverted index. */
final class NearestCases {
    private static final double K1 = 1.2;
    private static final double B = 0.75;

    private final List<TestCase> cases;
    private final Map<String, List<Posting>> index = new HashMap<>();
    private final int[] lengths;
    private final double meanLength;

    NearestCases(List<TestCase> cases) {
        this.cases = List.copyOf(cases);
        this.lengths = new int[cases.size()];
        for (int i = 0; i < lengths.length; i++) {
            List<String> words = words(question(cases.get(i).input()));
            lengths[i] = words.size();
            Map<String, Integer> counts = new HashMap<>();
            words.forEach(word -> counts.merge(word, 1, Integer::sum));
            int number = i;
            counts.forEach((word, count) ->
                    index.computeIfAbsent(word, each -> new ArrayList<>()).add(new Posting(number, count)));
        }
        this.meanLength = Math.max(1, IntStream.of(lengths).average().orElse(1));
    }

    /** The k most similar cases, the most similar last; earlier cases win ties. */
    List<TestCase> to(String question, int k) {
        double[] scores = new double[lengths.length];
        for (String word : new HashSet<>(words(question))) {
            List<Posting> postings = index.getOrDefault(word, List.of());
            double rarity = Math.log(1 + (lengths.length - postings.size() + 0.5) / (postings.size() + 0.5));
            for (Posting posting : postings) {
                double length = 1 - B + B * lengths[posting.number()] / meanLength;
                scores[posting.number()] += rarity * posting.count() * (K1 + 1) / (posting.count() + K1 * length);
            }
        }
        List<Integer> best = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .limit(k)
                .toList();
        return IntStream.range(0, best.size())
                .mapToObj(i -> cases.get(best.get(best.size() - 1 - i)))
                .toList();
    }

    static String question(List<Message> messages) {
        return messages.stream()
                .filter(message -> message.role() == Role.USER)
                .reduce((first, second) -> second)
                .map(Message::text)
                .orElse("");
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder cleaned = new StringBuilder(text.length());
        text.toLowerCase(Locale.ROOT)
                .codePoints()
                .map(c -> Character.isLetterOrDigit(c) ? c : ' ')
                .forEach(cleaned::appendCodePoint);
        StringTokenizer tokens = new StringTokenizer(cleaned.toString());
        while (tokens.hasMoreTokens()) {
            words.add(tokens.nextToken());
        }
        return words;
    }

    private record Posting(int number, int count) {}
}
