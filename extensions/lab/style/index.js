/** The styles of all parts, put into the page as one text. */
import choices from './choices.raw.css';
import gallery from './gallery.raw.css';
import guide from './guide.raw.css';
import health from './health.raw.css';
import renew from './renew.raw.css';
import report from './report.raw.css';

const style = document.createElement('style');
style.textContent = guide + gallery + health + renew + report + choices;
document.head.append(style);
