package dev.finetuning.openweights.internal;

import dev.finetuning.adapter.WireObject;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The sizes of a base model, from {@code config.json} and from the headers of its weight files, without the weights.
 *
 * @param parameters how many there are
 * @param layers how many layers
 * @param hidden the width of a layer
 * @param inner the width of its feed-forward part
 * @param vocabulary how many tokens it knows
 * @param linear the matrices that can get an adapter
 */
public record BaseShape(long parameters, long layers, long hidden, long inner, long vocabulary, List<Matrix> linear) {
    private static final int MAX_HEADER = 100 << 20;

    /**
     * A matrix.
     *
     * @param module the name of its layer's part: {@code q_proj}
     * @param rows its first dimension
     * @param columns its second one
     */
    public record Matrix(String module, long rows, long columns) {}

    /** Copies the list. */
    public BaseShape {
        linear = List.copyOf(linear);
    }

    /**
     * The shape of the model in a folder.
     *
     * @throws dev.finetuning.provider.ProviderFaultException if its files do not tell
     */
    public static BaseShape of(Path model) {
        try {
            WireObject config = WireObject.parse(Files.readAllBytes(model.resolve("config.json")));
            WireObject text = config.hasObject("text_config") ? config.object("text_config") : config;
            long parameters = 0;
            List<Matrix> linear = new ArrayList<>();
            if (weights(model).isEmpty()) {
                throw Faults.process(
                        "estimate",
                        "there is no *.safetensors in " + model
                                + ", whose header tells the sizes; PyTorch's *.bin files do not without being loaded",
                        null);
            }
            for (Path file : weights(model)) {
                for (Map.Entry<String, WireObject> tensor :
                        header(file).objects().entrySet()) {
                    List<Long> shape = shape(tensor.getValue());
                    parameters += shape.stream().reduce(1L, Math::multiplyExact);
                    matrix(tensor.getKey(), shape).ifPresent(linear::add);
                }
            }
            long hidden = size(model, text, "hidden_size", "n_embd", "d_model");
            long inner = first(text, "intermediate_size", "n_inner", "d_ff").orElse(4 * hidden);
            return new BaseShape(
                    parameters,
                    size(model, text, "num_hidden_layers", "n_layer", "num_layers"),
                    hidden,
                    inner,
                    size(model, text, "vocab_size"),
                    linear);
        } catch (IOException | UncheckedIOException | ArithmeticException e) {
            throw Faults.process("estimate", "the sizes of the model in " + model + " cannot be read", e);
        }
    }

    private static List<Path> weights(Path model) throws IOException {
        try (Stream<Path> files = Files.list(model)) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        }
    }

    /** A header: its length in eight bytes, the least first, and its JSON. */
    private static WireObject header(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                DataInputStream in = new DataInputStream(raw)) {
            long length = Long.reverseBytes(in.readLong());
            if (length < 2 || length > MAX_HEADER) {
                throw new IOException("no header");
            }
            return WireObject.parse(in.readNBytes((int) length));
        }
    }

    private static List<Long> shape(WireObject tensor) {
        return tensor.map().get("shape") instanceof List<?> sizes
                ? sizes.stream()
                        .filter(Number.class::isInstance)
                        .map(size -> ((Number) size).longValue())
                        .toList()
                : List.of(0L);
    }

    /** Matrices below the layers; embeddings and the head get no adapter. */
    private static Optional<Matrix> matrix(String name, List<Long> shape) {
        String[] parts = name.split("\\.", -1);
        boolean inLayer = name.contains(".layers.") || name.contains(".h.") || name.contains(".blocks.");
        return inLayer && shape.size() == 2 && parts.length > 1 && name.endsWith(".weight")
                ? Optional.of(new Matrix(parts[parts.length - 2], shape.get(0), shape.get(1)))
                : Optional.empty();
    }

    private static OptionalLong first(WireObject config, String... names) {
        return Stream.of(names)
                .map(config::integer)
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    private static long size(Path model, WireObject config, String... names) {
        return first(config, names)
                .orElseThrow(() -> Faults.process(
                        "estimate", "config.json in " + model + " has no " + String.join(" or ", names), null));
    }
}
