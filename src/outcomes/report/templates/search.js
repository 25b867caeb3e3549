// Show the cards that hold every word typed, and the groups that have such a card.
{
  const box = document.getElementById("search");
  const field = box.querySelector("input");
  const said = box.querySelector("[role=status]");
  const cards = [...document.querySelectorAll(".card")];
  const groups = [...document.querySelectorAll(".group")];
  const texts = cards.map((card) => card.textContent.toLowerCase());
  const show = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    cards.forEach((card, number) => {
      card.hidden = !words.every((word) => texts[number].includes(word));
    });
    groups.forEach((group) => {
      group.hidden = words.length > 0 && !group.querySelector(".card:not([hidden])");
    });
    const found = cards.filter((card) => !card.hidden).length;
    said.textContent = words.length ? `${found} of ${cards.length} found` : "";
  };
  field.addEventListener("input", show);
  box.hidden = false;
  show();
}
