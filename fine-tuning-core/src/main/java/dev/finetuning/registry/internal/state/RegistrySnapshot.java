package dev.finetuning.registry.internal.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.jackson.Jackson;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.registry.internal.stored.VersionJson;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A state as bytes, for quick opening: each version as the JSON that events hold, and the aliases' past as
 * numbers that are not decoded until they are needed.
 */
public final class RegistrySnapshot {
    /** The name of this form of bytes. */
    public static final String FORMAT = "model-registry/1";

    private RegistrySnapshot() {}

    /** A state as bytes. */
    public static byte[] write(RegistryState state) {
        SnapshotBytes out = new SnapshotBytes();
        instant(out, state.changedAt());
        out.number(state.models().size());
        state.models().values().forEach(model -> write(out, model));
        return out.toByteArray();
    }

    private static void write(SnapshotBytes out, ModelState model) {
        out.text(model.name());
        out.number(model.versions().size());
        Map<SemanticVersion, Integer> places = new HashMap<>();
        for (ModelVersion version : model.versions().values()) {
            places.put(version.version(), places.size());
            ObjectNode json = StoredJson.object();
            VersionJson.write(json, version);
            out.text(Jackson.text(json));
        }
        out.number(model.moves().size());
        model.moves().forEach((alias, newest) -> {
            out.text(alias.name());
            moves(out, newest, places);
            stacks(out, model.stacks().get(alias), places);
        });
    }

    /** Newest first, which is how the list is linked. */
    private static void moves(SnapshotBytes out, PastMove newest, Map<SemanticVersion, Integer> places) {
        int count = 0;
        for (PastMove move = newest; move != null; move = move.before()) {
            count++;
        }
        out.number(count);
        for (PastMove move = newest; move != null; move = move.before()) {
            instant(out, move.at());
            out.number(move.to() == null ? -1 : places.getOrDefault(move.to(), -1));
        }
    }

    private static void stacks(SnapshotBytes out, @Nullable AliasHistory top, Map<SemanticVersion, Integer> places) {
        List<Integer> pile = new ArrayList<>();
        for (AliasHistory stack = top; stack != null; stack = stack.below()) {
            Integer place = places.get(stack.version());
            if (place != null) {
                pile.add(place);
            }
        }
        out.number(pile.size());
        pile.forEach(out::number);
    }

    private static void instant(SnapshotBytes out, Instant at) {
        out.large(at.getEpochSecond());
        out.number(at.getNano());
    }

    /**
     * The state in bytes that {@link #write} made, which it keeps.
     *
     * @throws IllegalArgumentException if they hold something else
     */
    public static RegistryState read(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            Instant changedAt = instant(in);
            Map<String, ModelState> models = new HashMap<>();
            for (int left = in.getInt(); left > 0; left--) {
                ModelState model = model(in);
                models.put(model.name(), model);
            }
            return new RegistryState(models, changedAt);
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the snapshot ends too early", e);
        }
    }

    private static ModelState model(ByteBuffer in) {
        String name = text(in);
        NavigableMap<SemanticVersion, ModelVersion> versions = new TreeMap<>();
        List<SemanticVersion> places = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            ModelVersion version = VersionJson.read(StoredJson.parse(text(in)));
            versions.put(version.version(), version);
            places.add(version.version());
        }
        Map<Alias, PastMove> moves = new HashMap<>();
        Map<Alias, AliasHistory> stacks = new HashMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            Alias alias = Alias.of(text(in));
            PastMove newest = PastMove.Packed.newest(stretch(in, PastMove.Packed.BYTES), places);
            if (newest != null) {
                moves.put(alias, newest);
            }
            AliasHistory top = AliasHistory.Packed.top(stretch(in, AliasHistory.Packed.BYTES), places);
            if (top != null) {
                stacks.put(alias, top);
                versions.computeIfPresent(top.version(), (number, version) -> alsoCalled(version, alias));
            }
        }
        return new ModelState(name, Collections.unmodifiableNavigableMap(versions), stacks, moves);
    }

    private static ModelVersion alsoCalled(ModelVersion version, Alias alias) {
        Set<Alias> aliases = new HashSet<>(version.aliases());
        aliases.add(alias);
        return version.toBuilder().aliases(aliases).build();
    }

    /** The next stretch of so many records, as a buffer of its own. */
    private static ByteBuffer stretch(ByteBuffer in, int bytesEach) {
        long bytes = (long) in.getInt() * bytesEach;
        if (bytes < 0 || bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer stretch = in.slice(in.position(), (int) bytes);
        in.position(in.position() + (int) bytes);
        return stretch;
    }

    private static Instant instant(ByteBuffer in) {
        return Instant.ofEpochSecond(in.getLong(), in.getInt());
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Numbers and texts, one after the other, in a buffer that grows. Not thread-safe. */
    private static final class SnapshotBytes {
        private ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

        void number(int number) {
            room(Integer.BYTES).putInt(number);
        }

        void large(long number) {
            room(Long.BYTES).putLong(number);
        }

        void text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
        }

        byte[] toByteArray() {
            return Arrays.copyOf(buffer.array(), buffer.position());
        }

        private ByteBuffer room(int bytes) {
            if (buffer.remaining() < bytes) {
                int capacity = Math.addExact(Math.max(2 * buffer.capacity(), 1 << 16), bytes);
                buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
            }
            return buffer;
        }
    }
}
