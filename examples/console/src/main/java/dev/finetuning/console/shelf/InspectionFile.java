package dev.finetuning.console.shelf;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.finetuning.cost.TokenCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was found in a revision, in a file beside it. The file only saves time: one that is damaged, that another version
 * wrote, or whose tokens another provider's counter counted is as good as none.
 */
record InspectionFile(Path revision, TokenCounter counter) {
    private static final Logger LOG = LoggerFactory.getLogger(Inspector.class);
    private static final int NONE = -1;
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new SimpleModule()
                    .addSerializer(new StdDelegatingSerializer(OptionalInt.class, new Written()))
                    .addDeserializer(OptionalInt.class, new StdDelegatingDeserializer<>(new Read())));

    /** Where it is kept. */
    static Path of(Path revision) {
        return revision.resolveSibling(revision.getFileName() + ".checked");
    }

    Optional<Inspection> read() {
        Path file = of(revision);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), Inspection.class))
                    .filter(found -> found.tokens().counter().equals(counter.name()));
        } catch (IOException e) {
            LOG.info(
                    "{} cannot be read ({}); the dataset is checked again",
                    file,
                    e.getClass().getName());
            return Optional.empty();
        }
    }

    /** What cannot be kept is known until the console ends. */
    void write(Inspection inspection) {
        Path file = of(revision);
        try {
            Path part = Files.createTempFile(file.getParent(), "checked-", ".part");
            JSON.writeValue(part.toFile(), inspection);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (!Files.exists(revision)) {
                // the dataset was deleted meanwhile
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be written", file, e);
        }
    }

    private static final class Written extends StdConverter<OptionalInt, Integer> {
        @Override
        public Integer convert(OptionalInt number) {
            return number.orElse(NONE);
        }
    }

    private static final class Read extends StdConverter<Integer, OptionalInt> {
        @Override
        public OptionalInt convert(Integer number) {
            return number == NONE ? OptionalInt.empty() : OptionalInt.of(number);
        }
    }
}
