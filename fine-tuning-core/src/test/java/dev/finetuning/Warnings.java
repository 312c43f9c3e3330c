package dev.finetuning;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class warns of until this is closed. */
public final class Warnings implements AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

    private Warnings(Logger logger) {
        this.logger = logger;
    }

    /** Listens to the class from now on. */
    public static Warnings of(Class<?> source) {
        Warnings warnings = new Warnings((Logger) LoggerFactory.getLogger(source));
        warnings.heard.start();
        warnings.logger.addAppender(warnings.heard);
        return warnings;
    }

    /** What it warned of, in order. */
    public List<String> messages() {
        return heard.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(heard);
        heard.stop();
    }
}
