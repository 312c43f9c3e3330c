package dev.finetuning.quality.profile;

import dev.finetuning.cost.TokenCount;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.internal.StoredKinds;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one example adds to a {@link ProfileTally}. It can be written and read again, so that an example may be
 * counted on one machine and added up on another.
 *
 * @param tokens its tokens
 * @param tokensByRole its tokens by role, without framing
 * @param messages its messages by role
 * @param validated whether somebody has validated it
 * @param labels its category, its source, who made it, and its form
 */
public record ProfileEntry(
        TokenCount tokens,
        Map<Role, Long> tokensByRole,
        Map<Role, Long> messages,
        boolean validated,
        List<String> labels) {
    /** Copies the maps and the list. */
    public ProfileEntry {
        tokensByRole = copy(tokensByRole);
        messages = copy(messages);
        labels = List.copyOf(labels);
    }

    /** Counts an example. */
    public static ProfileEntry of(Example example, TokenCounter counter) {
        TokenStatistics alone = TokenStatistics.of(List.of(example), counter);
        Map<Role, Long> messages = new EnumMap<>(Role.class);
        for (Message message : DatasetComposition.spoken(example)) {
            messages.merge(message.role(), 1L, Long::sum);
        }
        List<String> labels = List.of(
                example.info().category(),
                example.info().provenance().origin().source(),
                StoredKinds.of(example.info().provenance().kind()),
                DatasetComposition.form(example));
        return new ProfileEntry(
                alone.count(),
                alone.byRole(),
                messages,
                example.info().validation().isPresent(),
                labels);
    }

    /** Writes it. */
    public void writeTo(DataOutput out) throws IOException {
        out.writeLong(tokens.total());
        out.writeLong(tokens.trainable());
        out.writeLong(tokens.tools());
        write(tokensByRole, out);
        write(messages, out);
        out.writeBoolean(validated);
        out.writeInt(labels.size());
        for (String label : labels) {
            byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    /** Reads what {@link #writeTo} of the same version of this library wrote. */
    public static ProfileEntry read(DataInput in) throws IOException {
        TokenCount tokens = new TokenCount(in.readLong(), in.readLong(), in.readLong());
        Map<Role, Long> tokensByRole = readCounts(in);
        Map<Role, Long> messages = readCounts(in);
        boolean validated = in.readBoolean();
        List<String> labels = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            labels.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return new ProfileEntry(tokens, tokensByRole, messages, validated, labels);
    }

    private static void write(Map<Role, Long> counts, DataOutput out) throws IOException {
        out.writeInt(counts.size());
        for (Map.Entry<Role, Long> count : counts.entrySet()) {
            out.writeUTF(count.getKey().wireName());
            out.writeLong(count.getValue());
        }
    }

    private static Map<Role, Long> readCounts(DataInput in) throws IOException {
        Map<Role, Long> counts = new EnumMap<>(Role.class);
        for (int left = in.readInt(); left > 0; left--) {
            Role role = Role.ofWireName(in.readUTF()).orElseThrow();
            counts.put(role, in.readLong());
        }
        return counts;
    }

    private static Map<Role, Long> copy(Map<Role, Long> counts) {
        return Collections.unmodifiableMap(counts.isEmpty() ? Map.of() : new EnumMap<>(counts));
    }
}
