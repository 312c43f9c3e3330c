package dev.finetuning.cost;

import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.Role;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Token statistics of a dataset.
 *
 * @param examples how many examples there are
 * @param count the tokens of all examples
 * @param byRole the tokens by role, without framing
 * @param shortest the minimum per example, 0 if there are no examples
 * @param median the median per example (the lower of two)
 * @param p95 the 95th percentile per example
 * @param longest the maximum per example
 * @param counter how tokens were counted
 * @param exact whether the counts are those that the provider bills
 */
public record TokenStatistics(
        long examples,
        TokenCount count,
        Map<Role, Long> byRole,
        long shortest,
        long median,
        long p95,
        long longest,
        String counter,
        boolean exact) {
    /** Copies the map. */
    public TokenStatistics {
        byRole = Collections.unmodifiableMap(byRole.isEmpty() ? Map.of() : new EnumMap<>(byRole));
    }

    /** Counts the tokens of all examples; needs 8 bytes per example. */
    public static TokenStatistics of(Iterable<? extends Example> examples, TokenCounter counter) {
        TokenCount sum = TokenCount.ZERO;
        Map<Role, Long> byRole = new EnumMap<>(Role.class);
        long[] lengths = new long[256];
        int size = 0;
        for (Example example : examples) {
            TokenCount count = counter.count(example);
            sum = sum.plus(count);
            addRoles(example, counter, byRole);
            if (size == lengths.length) {
                lengths = Arrays.copyOf(lengths, size * 2);
            }
            lengths[size++] = count.total();
        }
        long[] sorted = Arrays.copyOf(lengths, size);
        Arrays.sort(sorted);
        return new TokenStatistics(
                size,
                sum,
                byRole,
                at(sorted, 0),
                at(sorted, 0.5),
                at(sorted, 0.95),
                at(sorted, 1),
                counter.name(),
                counter.exact());
    }

    private static long at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    private static void addRoles(Example example, TokenCounter counter, Map<Role, Long> byRole) {
        addRoles(example.messages(), counter, byRole);
        if (example instanceof PreferenceExample pair) {
            addRoles(pair.preferred(), counter, byRole);
            addRoles(pair.rejected(), counter, byRole);
        }
    }

    private static void addRoles(List<Message> messages, TokenCounter counter, Map<Role, Long> byRole) {
        for (Message message : messages) {
            long tokens = counter.count(message.text());
            tokens += message.toolCalls().stream()
                    .mapToLong(call -> (long) counter.count(call.name()) + counter.count(call.arguments()))
                    .sum();
            byRole.merge(message.role(), tokens, Long::sum);
        }
    }
}
