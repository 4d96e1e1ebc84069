package dev.spannerpipe.changelog.liquibase;

import liquibase.AbstractExtensibleObject;
import liquibase.ui.InputHandler;
import liquibase.ui.UIService;

/// Swallows what Liquibase would print, and answers every question with its default.
final class SilentUi extends AbstractExtensibleObject implements UIService {
  @Override
  public int getPriority() {
    return PRIORITY_NOT_APPLICABLE;
  }

  @Override
  public void sendMessage(String message) {
    // Nothing of it is for the user.
  }

  @Override
  public void sendErrorMessage(String message) {
    // The exception that follows says it.
  }

  @Override
  public void sendErrorMessage(String message, Throwable exception) {
    // The exception itself is reported.
  }

  @Override
  public <T> T prompt(
      String prompt, T valueIfNoEntry, InputHandler<T> inputHandler, Class<T> type) {
    return valueIfNoEntry;
  }

  @Override
  public void setAllowPrompt(boolean allowPrompt) {
    // There is nobody to ask.
  }

  @Override
  public boolean getAllowPrompt() {
    return false;
  }
}
