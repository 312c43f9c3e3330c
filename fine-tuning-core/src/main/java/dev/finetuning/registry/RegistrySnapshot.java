package dev.finetuning.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * A view as bytes, for quick opening: each version as the JSON that events hold, and the aliases' past as
 * numbers that are not even looked at until somebody asks for them.
 */
final class RegistrySnapshot {
    static final String FORMAT = "model-registry/1";

    private RegistrySnapshot() {}

    static byte[] write(RegistryView view) {
        SnapshotBytes out = new SnapshotBytes();
        instant(out, view.changedAt());
        out.number(view.modelMap().size());
        view.modelMap().values().forEach(model -> write(out, model));
        return out.toByteArray();
    }

    private static void write(SnapshotBytes out, RegisteredModel model) {
        out.text(model.name());
        out.number(model.versions().size());
        Map<SemanticVersion, Integer> places = new HashMap<>();
        for (ModelVersion version : model.versions()) {
            places.put(version.version(), places.size());
            ObjectNode json = StoredJson.object();
            VersionJson.write(json, version);
            out.text(json.toString());
        }
        out.number(model.moves().size());
        model.moves().forEach((alias, newest) -> {
            out.text(alias.name());
            moves(out, newest, places);
            holdings(out, model.holdings().get(alias), places);
        });
    }

    /** Newest first, which is how the list is linked. */
    private static void moves(SnapshotBytes out, AliasMove newest, Map<SemanticVersion, Integer> places) {
        int count = 0;
        for (AliasMove move = newest; move != null; move = move.before()) {
            count++;
        }
        out.number(count);
        for (AliasMove move = newest; move != null; move = move.before()) {
            instant(out, move.at());
            out.number(move.to() == null ? -1 : places.getOrDefault(move.to(), -1));
        }
    }

    private static void holdings(SnapshotBytes out, @Nullable Holding top, Map<SemanticVersion, Integer> places) {
        List<Integer> pile = new ArrayList<>();
        for (Holding holding = top; holding != null; holding = holding.below()) {
            Integer place = places.get(holding.version());
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
     * The view in bytes that {@link #write} made, which it keeps.
     *
     * @throws IllegalArgumentException if they hold something else
     */
    static RegistryView read(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            Instant changedAt = instant(in);
            Map<String, RegisteredModel> models = new HashMap<>();
            for (int left = in.getInt(); left > 0; left--) {
                RegisteredModel model = model(in);
                models.put(model.name(), model);
            }
            return new RegistryView(models, changedAt);
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the snapshot ends too early", e);
        }
    }

    private static RegisteredModel model(ByteBuffer in) {
        String name = text(in);
        NavigableMap<SemanticVersion, ModelVersion> versions = new TreeMap<>();
        List<SemanticVersion> places = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            ModelVersion version = VersionJson.read(StoredJson.parse(text(in)));
            versions.put(version.version(), version);
            places.add(version.version());
        }
        Map<Alias, AliasMove> moves = new HashMap<>();
        Map<Alias, Holding> holdings = new HashMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            Alias alias = Alias.of(text(in));
            AliasMove newest = AliasMove.Packed.newest(stretch(in, AliasMove.Packed.BYTES), places);
            if (newest != null) {
                moves.put(alias, newest);
            }
            Holding top = Holding.Packed.top(stretch(in, Holding.Packed.BYTES), places);
            if (top != null) {
                holdings.put(alias, top);
                versions.computeIfPresent(top.version(), (number, version) -> alsoCalled(version, alias));
            }
        }
        return ModelFold.built(name, Collections.unmodifiableNavigableMap(versions), holdings, moves);
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
}
