package dev.finetuning.secrecy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.Iterator;
import java.util.List;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Reads every line of this library's logs, and of those it works with, at their finest. */
final class LogWatch extends AppenderBase<ILoggingEvent> {
    /** What runs on our side of a connection; servers that tests start may say what they were sent. */
    private static final List<String> LOGGERS = List.of("dev.finetuning", "com.openai", "okhttp3", "com.knuddels");

    private final Sightings sightings;

    private LogWatch(Sightings sightings) {
        this.sightings = sightings;
    }

    static void install(Sightings sightings) {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (!(factory instanceof LoggerContext context)) {
            return;
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        for (Iterator<Appender<ILoggingEvent>> each = root.iteratorForAppenders(); each.hasNext(); ) {
            each.next().addFilter(fromWarnings());
        }
        LogWatch watch = new LogWatch(sightings);
        watch.setContext(context);
        watch.start();
        root.addAppender(watch);
        LOGGERS.forEach(name -> context.getLogger(name).setLevel(Level.TRACE));
    }

    private static ThresholdFilter fromWarnings() {
        ThresholdFilter filter = new ThresholdFilter();
        filter.setLevel("WARN");
        filter.start();
        return filter;
    }

    @Override
    protected void append(ILoggingEvent event) {
        String thrown = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        sightings.look(event.getLoggerName(), event.getFormattedMessage() + " " + thrown);
    }
}
